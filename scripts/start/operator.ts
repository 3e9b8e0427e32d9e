// A person at the API, without a browser: the same requests, headers and cookie that the pages send.
export class Operator {
  readonly #base: string;
  readonly #cookie: string;

  private constructor(base: string, cookie: string) {
    this.#base = base;
    this.#cookie = cookie;
  }

  static async signIn(base: string, email: string, password: string): Promise<Operator> {
    const visitor = new Operator(base, '');
    const response = await visitor.#post('/trpc/session.signIn', 'application/json', JSON.stringify({ email, password }));
    await visitor.#result(response);
    const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '').join('; ');
    return new Operator(base, cookie);
  }

  async query<T>(procedure: string, input: unknown = {}): Promise<T> {
    const url = `${this.#base}/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
    return this.#result<T>(await fetch(url, { headers: { cookie: this.#cookie } }));
  }

  async mutate<T>(procedure: string, input: unknown): Promise<T> {
    return this.#result<T>(await this.#post(`/trpc/${procedure}`, 'application/json', JSON.stringify(input)));
  }

  async upload<T>(fileName: string, content: Uint8Array<ArrayBuffer>, options: Readonly<Record<string, string>> = {}): Promise<T> {
    const response = await this.#post(`/upload/contacts?${new URLSearchParams({ fileName, ...options }).toString()}`, 'text/csv', content);
    const answer = (await response.json()) as T;
    if (!response.ok) throw new Error(`${fileName}: ${JSON.stringify(answer)}`);
    return answer;
  }

  #post(path: string, contentType: string, body: string | Uint8Array<ArrayBuffer>): Promise<Response> {
    const headers = { 'content-type': contentType, 'x-callgres': '1', origin: this.#base, cookie: this.#cookie };
    return fetch(`${this.#base}${path}`, { method: 'POST', headers, body });
  }

  async #result<T>(response: Response): Promise<T> {
    const answer = (await response.json()) as { result?: { data: T }; error?: unknown };
    if (!response.ok || answer.result === undefined) throw new Error(`${new URL(response.url).pathname}: ${JSON.stringify(answer.error ?? answer)}`);
    return answer.result.data;
  }
}
