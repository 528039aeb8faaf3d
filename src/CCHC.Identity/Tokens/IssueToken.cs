using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization;
using CCHC.Contracts.Identity;
using CCHC.Identity.Accounts;
using CCHC.Identity.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Tokens;

/// <summary>The OAuth 2.0 token endpoint with the grants <c>password</c>, <c>refresh_token</c> and <c>client_credentials</c>.</summary>
public sealed class IssueToken(
    IdentityDbContext db, PasswordCheck passwords, AccessTokens tokens, Areas areas, TimeProvider clock, ILogger<IssueToken> logger)
{
    private const string WrongPassword =
        "Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đang tạm khoá sau nhiều lần nhập sai. "
        + "Vui lòng kiểm tra lại; sau 5 lần sai phải chờ 5 phút.";

    public sealed record Response(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("token_type")] string TokenType,
        [property: JsonPropertyName("expires_in")] int ExpiresIn,
        [property: JsonPropertyName("refresh_token"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RefreshToken);

    public sealed record Error(
        [property: JsonPropertyName("error")] string Code,
        [property: JsonPropertyName("error_description")] string Description);

    public static async Task<Results<Ok<Response>, JsonHttpResult<Error>>> Handle(HttpContext context, IssueToken issueToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var form = await ReadFormAsync(context.Request);
        var result = form is null
            ? Refuse("invalid_request", "Yêu cầu phải ở dạng application/x-www-form-urlencoded.")
            : await issueToken.ByGrantAsync(form, context.Request, context.RequestAborted);
        if (result.Result is JsonHttpResult<Error> { StatusCode: StatusCodes.Status401Unauthorized })
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"cchc\"";
        }

        return result;
    }

    private Task<Results<Ok<Response>, JsonHttpResult<Error>>> ByGrantAsync(IFormCollection form, HttpRequest request, CancellationToken cancellationToken) =>
        form["grant_type"].ToString() switch
        {
            "password" => ByPasswordAsync(form["username"].ToString(), form["password"].ToString(), cancellationToken),
            "refresh_token" => ByRefreshTokenAsync(form["refresh_token"].ToString(), cancellationToken),
            "client_credentials" => ByClientCredentialsAsync(form, request, cancellationToken),
            "" => Task.FromResult(Refuse("invalid_request", "Thiếu grant_type.")),
            _ => Task.FromResult(Refuse("unsupported_grant_type", "grant_type phải là password, refresh_token hoặc client_credentials.")),
        };

    private async Task<Results<Ok<Response>, JsonHttpResult<Error>>> ByPasswordAsync(string userName, string password, CancellationToken cancellationToken)
    {
        var account = await passwords.VerifyAsync(userName, password, cancellationToken);
        if (account is null)
        {
            logger.LogInformation("A sign-in was refused");
            return Refuse("invalid_grant", WrongPassword);
        }

        var (session, refreshToken) = Session.Start(account.Id, clock.GetUtcNow());
        db.Sessions.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        return await GrantAsync(account, refreshToken, cancellationToken);
    }

    private async Task<Results<Ok<Response>, JsonHttpResult<Error>>> ByRefreshTokenAsync(string refreshToken, CancellationToken cancellationToken)
    {
        const string Ended = "Phiên làm việc đã kết thúc. Vui lòng đăng nhập lại.";
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var session = Session.IdOf(refreshToken) is { } id
            ? await db.Sessions.FromSql($"SELECT * FROM session WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(cancellationToken)
            : null;
        if (session is null || !session.IsOpen(now))
        {
            return Refuse("invalid_grant", Ended);
        }

        var account = await db.Accounts.SingleAsync(account => account.Id == session.AccountId, cancellationToken);
        if (!session.IsNewest(refreshToken) || account.IsLocked(now))
        {
            session.Revoke(now);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            logger.LogWarning(
                "Session {SessionId} of account {AccountId} was ended: its refresh token was used twice or the account is locked", session.Id, account.Id);
            return Refuse("invalid_grant", Ended);
        }

        var next = session.Rotate();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return await GrantAsync(account, next, cancellationToken);
    }

    private async Task<Results<Ok<Response>, JsonHttpResult<Error>>> ByClientCredentialsAsync(
        IFormCollection form, HttpRequest request, CancellationToken cancellationToken)
    {
        var (id, secret) = BasicCredentials(request) ?? (form["client_id"].ToString(), form["client_secret"].ToString());
        var client = Guid.TryParse(id, out var clientId)
            ? await db.Clients.SingleOrDefaultAsync(client => client.Id == clientId, cancellationToken)
            : null;
        if (client is null || !client.Accepts(secret, clock.GetUtcNow()))
        {
            return Refuse("invalid_client", "client_id hoặc client_secret không đúng.", StatusCodes.Status401Unauthorized);
        }

        await db.SaveChangesAsync(cancellationToken);
        List<(string Role, Guid? UnitId)> grants = [.. client.Roles.Select(role => (role, client.UnitId))];
        var accessToken = await tokens.IssueAsync(
            client.Id, client.Name, client.Name, grants, client.Areas, cancellationToken, client.Quota);
        return Granted(accessToken, refreshToken: null);
    }

    private async Task<Results<Ok<Response>, JsonHttpResult<Error>>> GrantAsync(Account account, string refreshToken, CancellationToken cancellationToken)
    {
        await db.Entry(account).Collection(entry => entry.Grants).LoadAsync(cancellationToken);
        List<(string Role, Guid? UnitId)> grants = [.. account.Grants.Select(grant => (grant.Role, grant.UnitId))];
        var accessToken = await tokens.IssueAsync(
            account.Id, account.UserName!, account.DisplayName, grants, await areas.OfAsync(grants, cancellationToken), cancellationToken);
        return Granted(accessToken, refreshToken);
    }

    private static Ok<Response> Granted(string accessToken, string? refreshToken) =>
        TypedResults.Ok(new Response(accessToken, "Bearer", (int)AccessTokens.Lifetime.TotalSeconds, refreshToken));

    private static Results<Ok<Response>, JsonHttpResult<Error>> Refuse(string code, string description, int status = StatusCodes.Status400BadRequest) =>
        TypedResults.Json(new Error(code, description), statusCode: status);

    private static async Task<IFormCollection?> ReadFormAsync(HttpRequest request)
    {
        try
        {
            return request.HasFormContentType ? await request.ReadFormAsync(request.HttpContext.RequestAborted) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
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
