// Which column of a file is which of ours, by the names people and their programs give them.
import { type ColumnWord, type ContactField, contactFields } from '@callgres/shared/contact-columns';

/** Best name first: of two columns for one field, the better-named one is taken and the other is kept as context. */
const NAMES: Readonly<Record<ContactField, readonly string[]>> = {
  phone_number: [
    'phone number', 'phone', 'phonenumber', 'mobile number', 'mobile', 'mobile phone', 'mobile no', 'mob', 'cell phone', 'cellphone', 'cell', 'telephone number', 'telephone',
    'tel', 'tel no', 'phone no', 'contact number', 'contact no', 'contact phone', 'primary phone', 'phone 1', 'phone1', 'work phone', 'business phone', 'home phone',
    'whatsapp', 'whatsapp number', 'msisdn', 'number', 'telefon', 'telefono', 'celular', 'handy', 'mobil',
  ],
  name: ['name', 'full name', 'fullname', 'contact name', 'customer name', 'lead name', 'display name', 'person', 'contact', 'customer', 'nombre', 'nom'],
  first_name: ['first name', 'firstname', 'given name', 'forename', 'fname', 'vorname', 'prenom'],
  last_name: ['last name', 'lastname', 'surname', 'family name', 'lname', 'nachname'],
  email: ['email', 'e mail', 'email address', 'e mail address', 'mail', 'correo'],
  company: ['company', 'company name', 'organization', 'organisation', 'organization name', 'organisation name', 'business name', 'business', 'account name', 'account', 'employer', 'firm', 'firma', 'empresa'],
  city: ['city', 'town', 'locality', 'ciudad', 'stadt', 'ort'],
  country: ['country', 'country name', 'country code', 'nation', 'pais', 'land', 'pays'],
  notes: ['notes', 'note', 'comments', 'comment', 'remarks', 'remark', 'notizen'],
  business_context: ['business context', 'context', 'businesscontext'],
};

export interface Columns {
  /** Place of each field's column. */
  places: ReadonlyMap<ContactField, number>;
  /** The other columns, kept as "title: value". */
  others: readonly { place: number; title: string }[];
  /** How many columns the header has. */
  count: number;
}

/** What each column of a header seems to be, by its name; what has no known name is context. */
export function guessColumns(header: readonly string[]): ColumnWord[] {
  const names = header.map(plainName);
  const words = header.map((): ColumnWord => 'context');
  for (const field of contactFields) {
    const place = NAMES[field].map((name) => names.indexOf(name)).find((index) => index !== -1);
    if (place !== undefined) words[place] = field;
  }
  return words;
}

/** The columns that somebody chose or we guessed, or null when none of them is a telephone number. */
export function columnsOf(header: readonly string[], words: readonly ColumnWord[]): Columns | null {
  const places = new Map(contactFields.flatMap((field) => (words.includes(field) ? [[field, words.indexOf(field)] as const] : [])));
  if (!places.has('phone_number')) return null;
  const others = header.flatMap((title, place) => (words[place] === 'context' ? [{ place, title: title.trim() || `column ${place + 1}` }] : []));
  return { places, others, count: header.length };
}

/** "Téléphone_No. " and "telephone no" are the same name. */
function plainName(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
