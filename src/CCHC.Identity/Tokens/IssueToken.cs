using System.Net.Http.Headers;
using System.Text;
using CCHC.Identity.Data;
using CCHC.Identity.Sessions;
using CCHC.ServiceDefaults.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Answer = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<CCHC.Identity.Tokens.TokenAnswer.Granted>,
    Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<CCHC.Identity.Tokens.TokenAnswer.Refused>>;

namespace CCHC.Identity.Tokens;

/// <summary>The OAuth 2.0 token endpoint with the grants <c>password</c>, <c>refresh_token</c>, <c>client_credentials</c> and three of our own.</summary>
public sealed class IssueToken(
    IdentityDbContext db, PersonGrants people, PersonTokens personTokens, AccessTokens tokens, TimeProvider clock, SecurityEvents events)
{
    public const string SecondFactorGrant = "urn:cchc:grant-type:second-factor";
    public const string PasskeyGrant = "urn:cchc:grant-type:passkey";
    public const string SingleSignOnGrant = "urn:cchc:grant-type:single-sign-on";

    public static async Task<Answer> Handle(HttpContext context, IssueToken issueToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var form = await TokenForm.ReadAsync(context.Request);
        var result = form is null
            ? TokenAnswer.Refuse("invalid_request", "Yêu cầu phải ở dạng application/x-www-form-urlencoded.")
            : await issueToken.ByGrantAsync(form, context.Request, context.RequestAborted);
        if (result.Result is JsonHttpResult<TokenAnswer.Refused> { StatusCode: StatusCodes.Status401Unauthorized })
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"cchc\"";
        }

        issueToken.Log(form, result);
        return result;
    }

    private void Log(IFormCollection? form, Answer result)
    {
        // With a token for the second step nobody was refused.
        if (result.Result is JsonHttpResult<TokenAnswer.Refused> { Value: { SecondFactorToken: null } refused })
        {
            var grant = refused.Code is "invalid_request" or "unsupported_grant_type" ? "?" : form!["grant_type"].ToString().Split(':')[^1];
            events.Tell(grant == "refresh_token" ? LogLevel.Information : LogLevel.Warning, SecurityEvents.NotSignedIn, $"{grant}, {refused.Why ?? refused.Code}", refused.Subject);
        }
    }

    private Task<Answer> ByGrantAsync(IFormCollection form, HttpRequest request, CancellationToken cancellationToken) =>
        form["grant_type"].ToString() switch
        {
            "password" => people.ByPasswordAsync(form["username"].ToString(), form["password"].ToString(), cancellationToken),
            SecondFactorGrant => people.BySecondFactorAsync(form["second_factor_token"].ToString(), form["code"].ToString(), cancellationToken),
            PasskeyGrant => people.ByPasskeyAsync(form["challenge"].ToString(), form["credential"].ToString(), cancellationToken),
            SingleSignOnGrant => people.BySingleSignOnAsync(form["state"].ToString(), form["code"].ToString(), form["iss"].ToString(), cancellationToken),
            "refresh_token" => ByRefreshTokenAsync(form["refresh_token"].ToString(), cancellationToken),
            "client_credentials" => ByClientCredentialsAsync(form, request, cancellationToken),
            "" => Task.FromResult(TokenAnswer.Refuse("invalid_request", "Thiếu grant_type.")),
            _ => Task.FromResult(TokenAnswer.Refuse("unsupported_grant_type", "grant_type phải là password, refresh_token, client_credentials hoặc một loại của hệ thống này.")),
        };

    private async Task<Answer> ByRefreshTokenAsync(string refreshToken, CancellationToken cancellationToken)
    {
        const string Ended = "Phiên làm việc đã kết thúc. Vui lòng đăng nhập lại.";
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var session = Secrets.IdOf(refreshToken) is { } id
            ? await db.Sessions.FromSql($"SELECT * FROM session WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(cancellationToken)
            : null;
        if (session is null || !session.IsOpen(now))
        {
            return TokenAnswer.Refuse("invalid_grant", Ended);
        }

        var account = await db.Accounts.SingleAsync(account => account.Id == session.AccountId, cancellationToken);
        if (!session.IsNewest(refreshToken) || account.IsLocked(now))
        {
            session.Revoke(now);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            events.Tell(
                LogLevel.Warning, SecurityEvents.UsedTwice, $"session {session.Id} was ended: its refresh token was used twice or the account is locked", account.Id.ToString());
            return TokenAnswer.Refuse("invalid_grant", Ended, subject: account.Id.ToString());
        }

        var next = session.Rotate(now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return await personTokens.IssueAsync(account, session, next, cancellationToken);
    }

    private async Task<Answer> ByClientCredentialsAsync(
        IFormCollection form, HttpRequest request, CancellationToken cancellationToken)
    {
        var (id, secret) = BasicCredentials(request) ?? (form["client_id"].ToString(), form["client_secret"].ToString());
        var client = Guid.TryParse(id, out var clientId)
            ? await db.Clients.SingleOrDefaultAsync(client => client.Id == clientId, cancellationToken)
            : null;
        if (client is null || !client.Accepts(secret, clock.GetUtcNow()))
        {
            return TokenAnswer.Refuse("invalid_client", "client_id hoặc client_secret không đúng.", StatusCodes.Status401Unauthorized, subject: client?.Id.ToString());
        }

        await db.SaveChangesAsync(cancellationToken);
        events.Tell(LogLevel.Information, SecurityEvents.SignedIn, "client_credentials", client.Id.ToString());
        List<(string Role, Guid? UnitId)> grants = [.. client.Roles.Select(role => (role, client.UnitId))];
        var accessToken = await tokens.IssueAsync(
            client.Id, client.Name, client.Name, grants, client.Areas, cancellationToken, client.Quota);
        return TokenAnswer.Grant(accessToken, refreshToken: null);
    }

    private static (string Id, string Secret)? BasicCredentials(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || header is not { Scheme: "Basic", Parameter: { } parameter })
        {
            return null;
        }

        var bytes = new byte[parameter.Length];
        return Convert.TryFromBase64String(parameter, bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var id, var secret]
            ? (Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret))
            : ("", "");
    }
}
