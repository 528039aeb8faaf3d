// A certified OpenID provider with people of its own. Arguments: port, address that browsers are sent back to, file of people
// ({ "login": { claims } }, read at every sign-in). Any password will do. Says "ready" once it listens, ends with its standard input.
import { readFileSync } from 'node:fs';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

const [port, redirectUri, people] = process.argv.slice(2);
const { privateKey } = await generateKeyPair('ES256', { extractable: true });
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: 'cchc',
    client_secret: 'bi mat: CCHC + 100%',
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
    id_token_signed_response_alg: 'ES256',
  }],
  jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'test' }] },
  cookies: { keys: ['only for tests'] },
  pkce: { required: () => true },
  scopes: ['openid', 'profile', 'cchc'],
  claims: { profile: ['preferred_username', 'name'], cchc: ['unit_code', 'groups', 'amr'] },
  findAccount(_, login) {
    const claims = JSON.parse(readFileSync(people, 'utf8'))[login];
    return claims && { accountId: login, claims: () => ({ sub: login, ...claims }) };
  },
});
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
process.stdin.on('end', () => process.exit()).resume();
