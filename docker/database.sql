-- Read once by psql, when the database is made: the site owns its own database and nothing else of the server.
\set password `cat /run/secrets/database_password`
CREATE ROLE trestle LOGIN PASSWORD :'password';
CREATE DATABASE trestle OWNER trestle;
REVOKE CONNECT ON DATABASE trestle FROM PUBLIC;
