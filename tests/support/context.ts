// What the global set-up hands to the test files.
declare module 'vitest' {
  export interface ProvidedContext {
    /** Login that owns the test databases: CREATEDB, CREATEROLE, no superuser, whichever server was chosen. */
    adminUrl: string;
    /** A superuser of the same server; empty when the server was given by TEST_DATABASE_URL. */
    superuserUrl: string;
    /** Name of the migrated database that every test database is a copy of. */
    template: string;
    /** Version of the server, e.g. "18.4". */
    postgresVersion: string;
  }
}
export {};
