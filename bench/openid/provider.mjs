// provider: oidc-provider, an OpenID provider certified by the OpenID Foundation, with the least of
// Microsoft Graph behind it. It prints its address when it is ready and what it refuses.
//
//   node provider.mjs CLIENT_ID REDIRECT_URI...
//
// Its pages press their own button, so that nobody has to be there.
import { createServer } from 'node:http';
import { Provider, interactionPolicy } from 'oidc-provider';

const [clientId, ...redirectUris] = process.argv.slice(2);
const server = createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const origin = `http://127.0.0.1:${server.address().port}`;
const policy = interactionPolicy.base();
policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);

const provider = new Provider(origin, {
  clients: [{
    client_id: clientId, application_type: 'native', token_endpoint_auth_method: 'none', redirect_uris: redirectUris,
    grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'],
  }],
  pkce: { required: () => true },
  scopes: ['openid', 'profile', 'offline_access', `${origin}/Directory.Read.All`, `${origin}/Reports.Read.All`],
  claims: { openid: ['sub'], profile: ['name', 'preferred_username'] },
  conformIdTokenClaims: false, // names in the id_token, as Microsoft has them
  issueRefreshToken: async () => true,
  rotateRefreshToken: true, // the one before is refused from then on
  features: { devInteractions: { enabled: false } },
  interactions: { policy, url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: async (ctx, id) => ({
    accountId: id, claims: async () => ({ sub: id, name: 'Alex Wilber', preferred_username: `${id}@contoso.example` }),
  }),
});

const bearer = (ctx) => provider.AccessToken.find(ctx.get('authorization').replace(/^Bearer /, ''));

const graph = {
  '/v1.0/organization': { value: [{ id: '8c3f6f2e-6c0c-4f7e-9a55-2f6f0a1d7b11', displayName: 'Contoso', verifiedDomains: [{ name: 'contoso.example', isDefault: true }] }] },
  '/v1.0/subscribedSkus': { value: [] },
  '/v1.0/directory/subscriptions': { value: [] },
  '/v1.0/groups': { value: [] },
  '/v1.0/users': { value: ['alex', 'megan'].map((name, i) => ({ id: `0000000${i}-0000-4000-8000-000000000000`, userPrincipalName: `${name}@contoso.example`, displayName: name, accountEnabled: true, assignedLicenses: [] })) },
  '/v1.0/users/$count': 2,
};

async function answerGraph(ctx) {
  if (!await bearer(ctx)) {
    ctx.status = 401;
    ctx.body = { error: { code: 'InvalidAuthenticationToken', message: 'The token is not valid.' } };
  } else if (ctx.path in graph) {
    ctx.body = typeof graph[ctx.path] === 'number' ? String(graph[ctx.path]) : graph[ctx.path];
  } else {
    ctx.status = 403;
    ctx.body = { error: { code: 'UnknownError', message: 'No usage reports here.' } };
  }
}

// interact shows a page for each step, and takes the step when its button is pressed.
async function interact(ctx) {
  const { prompt, params, session, grantId } = await provider.interactionDetails(ctx.req, ctx.res);
  if (ctx.method === 'GET') {
    ctx.type = 'html';
    ctx.body = `<!DOCTYPE html><title>${prompt.name}</title><form method="post"><button>${prompt.name}</button></form><script>document.forms[0].submit()</script>`;
    return;
  }
  let result = {};
  if (prompt.name === 'login') {
    result = { login: { accountId: 'alex' } };
  } else if (prompt.name === 'consent') {
    const grant = await provider.Grant.find(grantId) ?? new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    result = { consent: { grantId: await grant.save() } };
  }
  await provider.interactionFinished(ctx.req, ctx.res, { [prompt.name]: {}, ...result }, { mergeWithLastSubmission: true });
  ctx.respond = false;
}

provider.use((ctx, next) => {
  if (ctx.path.startsWith('/v1.0/')) return answerGraph(ctx);
  if (ctx.path.startsWith('/interaction/')) return interact(ctx);
  return next();
});
for (const event of ['authorization.error', 'grant.error', 'server_error']) {
  provider.on(event, (ctx, error) => console.error(event, error.error ?? error.message, error.error_description ?? ''));
}
server.on('request', provider.callback());
console.log(origin);
