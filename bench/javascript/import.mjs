// Reads all users with Microsoft's Graph client for JavaScript and stores them with
// their licenses in SQLite: what a straightforward importer is made of. Rows have
// integer keys and the index on the id is made afterwards, which is the fastest way.
import { Client, HTTPMessageHandler, PageIterator, RetryHandler } from "@microsoft/microsoft-graph-client";
import Database from "better-sqlite3";

const { GRAPH_ENDPOINT, TOKEN_ENDPOINT, CLIENT_ID, CLIENT_SECRET } = process.env;

async function accessToken() {
  const answer = await fetch(TOKEN_ENDPOINT, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials", client_id: CLIENT_ID, client_secret: CLIENT_SECRET, scope: `${GRAPH_ENDPOINT}/.default`,
    }),
  });
  const { access_token: token } = await answer.json();
  if (!token) throw new Error(`no token: ${answer.status}`);
  return token;
}

const token = await accessToken();
// The offline tenant speaks http. The client's own authentication sends tokens by
// https only, and it takes a next link that begins with http for a path.
class Authentication {
  async execute(context) {
    if (typeof context.request === "string") context.request = context.request.slice(context.request.lastIndexOf("http:"));
    context.options.headers = { ...context.options.headers, Authorization: `Bearer ${token}` };
    await this.next.execute(context);
  }
  setNext(next) { this.next = next; }
}
const authentication = new Authentication();
const retry = new RetryHandler();
authentication.setNext(retry);
retry.setNext(new HTTPMessageHandler());
const client = Client.initWithMiddleware({ baseUrl: GRAPH_ENDPOINT, middleware: authentication });

const db = new Database(process.argv[2]);
db.pragma("journal_mode = WAL");
db.pragma("synchronous = NORMAL");
db.exec(`
  CREATE TABLE user (uid INTEGER PRIMARY KEY, id TEXT NOT NULL, upn TEXT, display_name TEXT, given_name TEXT, surname TEXT, mail TEXT,
    enabled INTEGER, user_type TEXT, department TEXT, job_title TEXT, country TEXT);
  CREATE TABLE sku (sku INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
  CREATE TABLE license (uid INTEGER NOT NULL, sku INTEGER NOT NULL);
`);
const insertUser = db.prepare("INSERT INTO user VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
const insertSku = db.prepare("INSERT INTO sku (id) VALUES (?)");
const insertLicense = db.prepare("INSERT INTO license VALUES (?, ?)");

const skus = new Map();
let users = 0;
let assignments = 0;

// What Inventory Beacon reads, so that all read the same pages.
const properties = [
  "id", "userPrincipalName", "displayName", "givenName", "surname", "mail", "accountEnabled", "userType", "createdDateTime", "usageLocation",
  "country", "city", "state", "department", "companyName", "jobTitle", "officeLocation", "employeeId", "onPremisesSyncEnabled",
  "assignedLicenses", "licenseAssignmentStates",
];
const headers = { "Accept-Encoding": "identity" };
const first = await client.api("/users").headers(headers).top(999).select(properties).get();
db.exec("BEGIN");
const pages = new PageIterator(client, first, (u) => {
  users++;
  insertUser.run(users, u.id, u.userPrincipalName, u.displayName, u.givenName, u.surname, u.mail,
    u.accountEnabled ? 1 : 0, u.userType, u.department, u.jobTitle, u.country);
  for (const { skuId } of u.assignedLicenses) {
    let sku = skus.get(skuId);
    if (sku === undefined) {
      sku = insertSku.run(skuId).lastInsertRowid;
      skus.set(skuId, sku);
    }
    insertLicense.run(users, sku);
    assignments++;
  }
  return true;
}, { headers });
await pages.iterate();
db.exec("COMMIT");
db.exec("CREATE UNIQUE INDEX user_id ON user (id)");
db.close();
console.log(JSON.stringify({ users, assignments }));
