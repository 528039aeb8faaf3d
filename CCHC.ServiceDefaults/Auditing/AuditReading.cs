using System.Text.Json;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CCHC.ServiceDefaults.Auditing;

/// <summary>Routes whose reading is recorded.</summary>
public static class AuditReading
{
    /// <summary>
    /// Records who reads, before anything is sent: what cannot be recorded is not read. People who hold no role but <paramref name="except"/> read what
    /// is their own.
    /// </summary>
    /// <param name="route">The route.</param>
    /// <param name="table">That holds what is read.</param>
    /// <param name="key">The route's parameter that names the row.</param>
    /// <param name="except">Whose reading is not recorded.</param>
    public static RouteHandlerBuilder RecordsReading(this RouteHandlerBuilder route, string table, string key, params string[] except) =>
        route.RecordsReading<object>(table, key, which: null, except);

    /// <inheritdoc cref="RecordsReading(RouteHandlerBuilder, string, string, string[])"/>
    /// <param name="which">Which answers are sensitive.</param>
    public static RouteHandlerBuilder RecordsReading<T>(this RouteHandlerBuilder route, string table, string key, Func<T, bool>? which, params string[] except) =>
        route.AddEndpointFilter(async (context, next) =>
        {
            var result = await next(context);
            var (http, answer) = (context.HttpContext, result is INestedHttpResult nested ? nested.Result : result);
            var told = answer is not IStatusCodeHttpResult { StatusCode: >= 400 } && (which is null || (answer is IValueHttpResult<T> { Value: { } value } && which(value)));
            if (told && !GoesOn(http.Request) && !IsOwn(http, except))
            {
                var row = JsonSerializer.Serialize(new Dictionary<string, object?> { ["id"] = http.Request.RouteValues[key] });
                await http.RequestServices.GetRequiredService<DbContext>().RecordReadingAsync(table, row, http.RequestAborted);
            }

            return result;
        });

    /// <param name="db">Of the service.</param>
    /// <param name="table">That holds what is read.</param>
    /// <param name="key">Which rows, as JSON.</param>
    /// <param name="cancellationToken">Of the request.</param>
    internal static Task RecordReadingAsync(this DbContext db, string table, string key, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT audit.read({table}, {key}::jsonb)", cancellationToken);

    private static bool IsOwn(HttpContext http, string[] except) =>
        http.User.FindAll(TokenClaims.Role).Select(role => role.Value).ToList() is { Count: > 0 } roles && roles.TrueForAll(role => except.Contains(role, StringComparer.Ordinal));

    /// <summary>A download that is continued was recorded when it began.</summary>
    private static bool GoesOn(HttpRequest request) =>
        request.Headers.Range.ToString() is { Length: > 0 } range && !range.StartsWith("bytes=0-", StringComparison.Ordinal);
}
