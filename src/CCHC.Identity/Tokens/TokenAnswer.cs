using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Identity.Tokens;

/// <summary>What the token endpoint says (RFC 6749, 5).</summary>
public static class TokenAnswer
{
    public sealed record Granted(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("token_type")] string TokenType,
        [property: JsonPropertyName("expires_in")] int ExpiresIn,
        [property: JsonPropertyName("refresh_token"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RefreshToken);

    /// <param name="Code">Of RFC 6749, or <c>second_factor_required</c>, <c>second_factor_enrolment_required</c>, <c>passkey_required</c>.</param>
    /// <param name="Description">For people.</param>
    /// <param name="SecondFactorToken">To be sent with the code, or to enrol with; good for five minutes.</param>
    public sealed record Refused(
        [property: JsonPropertyName("error")] string Code,
        [property: JsonPropertyName("error_description")] string Description,
        [property: JsonPropertyName("second_factor_token"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SecondFactorToken = null)
    {
        /// <summary>Whose, for the log alone: the id of an account or client, or a digest.</summary>
        [JsonIgnore]
        public string? Subject { get; init; }

        /// <summary>For the log alone, where the caller is told less.</summary>
        [JsonIgnore]
        public string? Why { get; init; }
    }

    public static Results<Ok<Granted>, JsonHttpResult<Refused>> Grant(string accessToken, string? refreshToken) =>
        TypedResults.Ok(new Granted(accessToken, "Bearer", (int)AccessTokens.Lifetime.TotalSeconds, refreshToken));

    public static Results<Ok<Granted>, JsonHttpResult<Refused>> Refuse(
        string code, string description, int status = StatusCodes.Status400BadRequest, string? secondFactorToken = null, string? subject = null, string? why = null) =>
        TypedResults.Json(new Refused(code, description, secondFactorToken) { Subject = subject, Why = why }, statusCode: status);
}
