using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace CCHC.Testing.Installations;

/// <summary>What it takes to make tokens that a running installation believes.</summary>
public static class InstallationTokens
{
    /// <summary>
    /// The key that Identity signs with now, out of its database. Nothing of it is kept by the process: the library's own cache goes by the key's name, and
    /// would hand a key that one test has done away with to the next.
    /// </summary>
    public static async Task<SigningCredentials> SigningCredentialsAsync(this Installation installation)
    {
        await using var identity = NpgsqlDataSource.Create(installation.ConnectionString("identity-db"));
        await using var command = identity.CreateCommand("SELECT id, private_key FROM signing_key WHERE active_from <= now() AND active_until > now() ORDER BY active_from DESC LIMIT 1");
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
        {
            throw new InvalidOperationException("Identity has no key to sign with.");
        }

        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(reader.GetFieldValue<byte[]>(1), out _);
        return Credentials(reader.GetString(0), key);
    }

    /// <summary>Another key under the name of the right one.</summary>
    public static SigningCredentials OfSomebodyElse(this SigningCredentials genuine) => Credentials(genuine.Key.KeyId, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    private static SigningCredentials Credentials(string name, ECDsa key) => new(
        new ECDsaSecurityKey(key) { KeyId = name, CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } }, SecurityAlgorithms.EcdsaSha256);
}
