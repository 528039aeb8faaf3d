using System.Text.Json.Serialization;
using CCHC.Identity.Tokens;

namespace CCHC.Identity.Sessions;

[JsonConverter(typeof(JsonStringEnumConverter<SignInMethod>))]
public enum SignInMethod
{
    Password,
    AuthenticatorCode,
    RecoveryCode,
    Passkey,
    SingleSignOn,
}

/// <summary>
/// The family of refresh tokens that one sign-in began. Only the newest token is good; an older one that turns up was copied from somewhere,
/// so it ends the session for whoever holds the newest.
/// </summary>
public sealed class Session
{
    /// <summary>A working day, however often it is refreshed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const int DeviceLength = 300;

    private Session()
    {
    }

    public Guid Id { get; private set; }
    public Guid AccountId { get; private set; }
    public byte[] TokenHash { get; private set; } = [];
    public SignInMethod Method { get; private set; }

    /// <summary>The browser, in its own words.</summary>
    public string Device { get; private set; } = "";

    public string Address { get; private set; } = "";
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>A refresh token was asked for, a quarter of an hour apart at most while somebody works.</summary>
    public DateTimeOffset LastUsedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }

    public static (Session Session, string RefreshToken) Start(Guid accountId, SignInMethod method, string device, string address, DateTimeOffset now)
    {
        var session = new Session
        {
            Id = Guid.NewGuid(),
            AccountId = accountId,
            Method = method,
            Device = device.Length <= DeviceLength ? device : device[..DeviceLength],
            Address = address,
            StartedAt = now,
            ExpiresAt = now + Lifetime,
        };
        return (session, session.Rotate(now));
    }

    public bool IsOpen(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;

    public bool IsNewest(string refreshToken) => Secrets.Matches(refreshToken, TokenHash);

    /// <summary>The next refresh token; the one before is spent.</summary>
    public string Rotate(DateTimeOffset now)
    {
        var token = Secrets.GenerateFor(Id);
        (TokenHash, LastUsedAt) = (Secrets.Hash(token), now);
        return token;
    }

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}
