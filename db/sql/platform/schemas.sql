-- What the schemas are for. They are created by a migration; who may do what in them stands beside each object.
comment on schema public is
  'The data model and its rules: tables, internal functions, triggers. The API reads tables through views of schema api and writes none.';
comment on schema api is
  'All that the API may touch: views and functions, one to one with its procedures, and the staging table of uploads.';
comment on schema analytics is
  'What people query: documented views whose columns are only ever added to, each showing the tenants that the login may see.';
