// What a column of a contact file can be taken for: a field of a contact, a part of the context as "title: value", or nothing. For the reader
// of files and the page alike; api.begin_contact_import refuses any other word.

export const contactFields = ['phone_number', 'name', 'first_name', 'last_name', 'email', 'company', 'city', 'country', 'notes', 'business_context'] as const;
export type ContactField = (typeof contactFields)[number];

export const columnWords = [...contactFields, 'context', 'ignore'] as const;
export type ColumnWord = (typeof columnWords)[number];
