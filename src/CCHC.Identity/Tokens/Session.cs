using Microsoft.IdentityModel.Tokens;

namespace CCHC.Identity.Tokens;

/// <summary>
/// The family of refresh tokens that one sign-in began. Only the newest token is good; an older one that turns up was copied from somewhere,
/// so it ends the session for whoever holds the newest.
/// </summary>
public sealed class Session
{
    /// <summary>A working day, however often it is refreshed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const int IdBytes = 16;

    private Session()
    {
    }

    public Guid Id { get; private set; }
    public Guid AccountId { get; private set; }
    public byte[] TokenHash { get; private set; } = [];
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }

    public static (Session Session, string RefreshToken) Start(Guid accountId, DateTimeOffset now)
    {
        var session = new Session { Id = Guid.NewGuid(), AccountId = accountId, StartedAt = now, ExpiresAt = now + Lifetime };
        return (session, session.Rotate());
    }

    /// <summary>The session a refresh token names, or null when it cannot be one of ours.</summary>
    public static Guid? IdOf(string refreshToken)
    {
        try
        {
            var bytes = Base64UrlEncoder.DecodeBytes(refreshToken);
            return bytes.Length > IdBytes ? new Guid(bytes.AsSpan(0, IdBytes)) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public bool IsOpen(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;

    public bool IsNewest(string refreshToken) => Secrets.Matches(refreshToken, TokenHash);

    /// <summary>The next refresh token; the one before is spent.</summary>
    public string Rotate()
    {
        var token = Base64UrlEncoder.Encode([.. Id.ToByteArray(), .. System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)]);
        TokenHash = Secrets.Hash(token);
        return token;
    }

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}
