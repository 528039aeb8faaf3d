using System.IdentityModel.Tokens.Jwt;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.Configuration;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.SingleSignOn;

/// <summary>One OpenID provider: the authorization code flow with PKCE (OpenID Connect Core 1.0, 3.1; RFC 7636, RFC 9207).</summary>
public sealed class OpenIdProvider
{
    public const string HttpClientName = "single-sign-on";

    // Of keys that the provider alone has: with the client's secret as the key, whoever holds it could write id_tokens.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly IHttpClientFactory _clients;
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _metadata;

    public OpenIdProvider(string name, ProviderSettings settings, IHttpClientFactory clients)
    {
        (Name, Settings, _clients) = (name, settings, clients);
        var authority = new Uri(settings.Authority);
        _metadata = new ConfigurationManager<OpenIdConnectConfiguration>(
            settings.Authority.TrimEnd('/') + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(clients.CreateClient(HttpClientName)) { RequireHttps = !authority.IsLoopback },
            new SameIssuer(settings.Authority));
    }

    public string Name { get; }

    public ProviderSettings Settings { get; }

    /// <summary>Where the browser is sent.</summary>
    /// <param name="errand">What is kept here.</param>
    /// <param name="state">Comes back with the code; tells the errand.</param>
    /// <param name="returnTo">The address here, registered with the provider.</param>
    /// <param name="cancellationToken">Ends the wait for the provider's metadata.</param>
    /// <exception cref="ProviderException">The provider is away.</exception>
    public async Task<Uri> AddressAsync(Errand errand, string state, Uri returnTo, CancellationToken cancellationToken)
    {
        var metadata = await MetadataAsync(cancellationToken);
        return new Uri(QueryHelpers.AddQueryString(metadata.AuthorizationEndpoint, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = Settings.ClientId,
            ["redirect_uri"] = returnTo.AbsoluteUri,
            ["scope"] = string.Join(' ', Settings.Scopes.Prepend("openid").Distinct(StringComparer.Ordinal)),
            ["state"] = state,
            ["nonce"] = errand.Nonce,
            ["code_challenge"] = errand.Challenge,
            ["code_challenge_method"] = "S256",
        }));
    }

    /// <summary>Whose the code is: the claims of the validated id_token, and those of the userinfo endpoint where there is one.</summary>
    /// <param name="errand">Of <see cref="AddressAsync"/>.</param>
    /// <param name="code">As it came back.</param>
    /// <param name="issuer">What came back with it as <c>iss</c> (RFC 9207), or null.</param>
    /// <param name="returnTo">As it was sent.</param>
    /// <param name="cancellationToken">Ends the wait for the provider.</param>
    /// <exception cref="ProviderException">The provider is away, refuses the code, or its token is not for this sign-in.</exception>
    public async Task<Person> RedeemAsync(Errand errand, string code, string? issuer, Uri returnTo, CancellationToken cancellationToken)
    {
        var metadata = await MetadataAsync(cancellationToken);
        if (issuer is not null && issuer != metadata.Issuer)
        {
            throw new ProviderException($"The code comes from {issuer}, not from {metadata.Issuer}.");
        }

        var answer = new OpenIdConnectMessage(await SendAsync(metadata.TokenEndpoint, TokenRequest(errand, code, returnTo), cancellationToken));
        if (answer.IdToken is not { Length: > 0 } idToken)
        {
            throw new ProviderException("The token endpoint gave no id_token.");
        }

        var claims = await ValidateAsync(errand, answer, idToken, metadata);
        var subject = claims["sub"].GetString()!;
        if (metadata.UserInfoEndpoint is { Length: > 0 } userInfo && answer.AccessToken is { Length: > 0 } accessToken)
        {
            foreach (var (name, value) in await UserInfoAsync(userInfo, accessToken, subject, cancellationToken))
            {
                claims.TryAdd(name, value); // what is signed comes first
            }
        }

        return new Person(metadata.Issuer, subject, claims);
    }

    private async Task<OpenIdConnectConfiguration> MetadataAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _metadata.GetConfigurationAsync(cancellationToken);
        }
        catch (InvalidOperationException exception) when (exception.InnerException is InvalidConfigurationException foreign)
        {
            throw new ProviderException($"The metadata of {Settings.Authority} are refused: {foreign.Message}", exception)
            {
                Told = $"{Settings.Title} không xưng đúng địa chỉ (issuer) “{Settings.Authority}” đã cài đặt ở đây nên không dùng được để đăng nhập. Hãy báo quản trị, và đăng nhập bằng mật khẩu.",
            };
        }
        catch (Exception exception) when (exception is InvalidOperationException or HttpRequestException or IOException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new ProviderException($"The metadata of {Settings.Authority} cannot be read.", exception);
        }
    }

    private HttpRequestMessage TokenRequest(Errand errand, string code, Uri returnTo)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = returnTo.AbsoluteUri,
            ["code_verifier"] = errand.Verifier,
        };
        var request = new HttpRequestMessage { Method = HttpMethod.Post };
        if (Settings.Secret() is { Length: > 0 } secret)
        {
            // RFC 6749, 2.3.1: the one way that every provider has to offer.
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(Settings.ClientId)}:{Uri.EscapeDataString(secret)}")));
        }
        else
        {
            form["client_id"] = Settings.ClientId;
        }

        request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    private async Task<Dictionary<string, JsonElement>> ValidateAsync(Errand errand, OpenIdConnectMessage answer, string idToken, OpenIdConnectConfiguration metadata)
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(idToken, new TokenValidationParameters
        {
            ConfigurationManager = _metadata, // reads the keys again when one is unknown
            ValidIssuer = metadata.Issuer,
            ValidAudience = Settings.ClientId,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = TimeSpan.FromMinutes(1),
        });
        if (!result.IsValid)
        {
            throw new ProviderException("The id_token is not valid.", result.Exception);
        }

        try
        {
            new OpenIdConnectProtocolValidator { RequireState = false, RequireStateValidation = false, RequireNonce = true, RequireTimeStampInNonce = false }.ValidateTokenResponse(new OpenIdConnectProtocolValidationContext
            {
                ClientId = Settings.ClientId,
                Nonce = errand.Nonce,
                ProtocolMessage = answer,
                ValidatedIdToken = new JwtSecurityToken(idToken),
            });
        }
        catch (OpenIdConnectProtocolException exception)
        {
            throw new ProviderException("The id_token is not for this sign-in.", exception);
        }

        return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Base64UrlEncoder.Decode(idToken.Split('.')[1]))!;
    }

    private async Task<Dictionary<string, JsonElement>> UserInfoAsync(string address, string accessToken, string subject, CancellationToken cancellationToken)
    {
        var claims = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(await SendAsync(
            address, new HttpRequestMessage { Method = HttpMethod.Get, Headers = { Authorization = new AuthenticationHeaderValue("Bearer", accessToken) } }, cancellationToken))!;

        // OpenID Connect Core 1.0, 5.3.2: else it may be somebody else's.
        return claims.TryGetValue("sub", out var whose) && whose.ValueKind == JsonValueKind.String && whose.GetString() == subject
            ? claims
            : throw new ProviderException("The userinfo endpoint answers for somebody else.");
    }

    private async Task<string> SendAsync(string address, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            request.RequestUri = new Uri(address);
            request.Headers.Accept.ParseAdd("application/json");
            try
            {
                using var response = await _clients.CreateClient(HttpClientName).SendAsync(request, cancellationToken);
                var body = await response.Content.ReadAsStringAsync(cancellationToken);
                return response is { IsSuccessStatusCode: true, Content.Headers.ContentType.MediaType: "application/json" }
                    ? body
                    : throw new ProviderException($"{address} answered {(int)response.StatusCode} {response.Content.Headers.ContentType}: {(body.Length > 300 ? body[..300] : body)}");
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                throw new ProviderException($"{address} cannot be reached.", exception);
            }
        }
    }

    /// <summary>
    /// OpenID Connect Discovery 1.0, 4.3: metadata that name another issuer would let their writer sign people in as somebody else's. Asked at every
    /// reading, also when keys are read again.
    /// </summary>
    private sealed class SameIssuer(string issuer) : IConfigurationValidator<OpenIdConnectConfiguration>
    {
        public ConfigurationValidationResult Validate(OpenIdConnectConfiguration configuration) => new()
        {
            Succeeded = configuration.Issuer == issuer,
            ErrorMessage = $"They name the issuer “{configuration.Issuer}”, not “{issuer}”.",
        };
    }
}
