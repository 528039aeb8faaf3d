using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Portal.Layout;
using CCHC.Scoring;
using Microsoft.AspNetCore.Authentication;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace CCHC.Portal.Gateway;

/// <summary>Calls the system in the name of the signed-in person, whose token never leaves the server.</summary>
public sealed class GatewayClient(IHttpClientFactory clients, IHttpContextAccessor accessor)
{
    private bool _signed = true;

    private HttpContext Context => accessor.HttpContext ?? throw new InvalidOperationException("Pages are rendered within a request only.");

    /// <summary>The same without the person: for what must not be joinable to anybody.</summary>
    public GatewayClient AsNobody() => new(clients, accessor) { _signed = false };

    /// <summary>Reads; anything but success is a <see cref="GatewayException"/>, which becomes a page of its own.</summary>
    public async Task<T> GetAsync<T>(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path, content: null);
        return response.IsSuccessStatusCode ? await ReadAsync<T>(response) : throw new GatewayException(await ProblemOfAsync(path, response));
    }

    /// <summary>Reads one part of a page that can do without it: null with a problem while the service is away.</summary>
    public async Task<Outcome<T>> TryGetAsync<T>(string path)
        where T : class
    {
        try
        {
            return new Outcome<T>(await GetAsync<T>(path), Problem: null);
        }
        catch (GatewayException exception) when (exception.Problem.IsAway)
        {
            return new Outcome<T>(Value: null, exception.Problem);
        }
    }

    /// <summary>Reads what there may be: neither value nor problem where the person finds nothing.</summary>
    public async Task<Outcome<T>> TryFindAsync<T>(string path)
        where T : class
    {
        try
        {
            return await TryGetAsync<T>(path);
        }
        catch (GatewayException exception) when (exception.Problem.Status is 403 or 404)
        {
            return new Outcome<T>(Value: null, Problem: null);
        }
    }

    /// <summary>Writes a body as JSON, or a file as it is; a refusal comes back as a problem to show beside the form, so that nothing typed is lost.</summary>
    public async Task<Outcome<T>> SendAsync<T>(HttpMethod method, string path, object? body = null, params (string Name, string? Value)[] headers)
        where T : class
    {
        using var content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body, options: ScoringJson.Options));
        try
        {
            using var response = await SendAsync(method, path, content, headers: headers);
            if (response.IsSuccessStatusCode)
            {
                return new Outcome<T>(await ReadAsync<T>(response), Problem: null);
            }

            var problem = await ProblemOfAsync(path, response);
            return problem.Status is 401 or 404 ? throw new GatewayException(problem) : new Outcome<T>(Value: null, problem);
        }
        catch (GatewayException exception) when (exception.Problem.IsAway)
        {
            return new Outcome<T>(Value: null, exception.Problem);
        }
    }

    /// <summary>Asks for a token; the answer is null when the refresh token is not accepted.</summary>
    public async Task<TokenAnswer?> GetTokenAsync(IReadOnlyDictionary<string, string> grant) => (await AskForTokenAsync(grant)).Answer;

    /// <summary>
    /// Asks for a token: the answer, or why there is none. Goes on when the browser has left: a refresh token works once, so its answer must not
    /// be lost.
    /// </summary>
    public async Task<(TokenAnswer? Answer, TokenRefusal? Refusal)> AskForTokenAsync(IReadOnlyDictionary<string, string> grant)
    {
        const string Path = "/connect/token";
        using var content = new FormUrlEncodedContent(grant);
        using var response = await SendAsync(HttpMethod.Post, Path, content, authorize: false, headers: ("User-Agent", Context.Request.Headers.UserAgent.ToString()));
        return response.StatusCode switch
        {
            HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized => (null, await response.Content.ReadFromJsonAsync<TokenRefusal>(SnakeCase, CancellationToken.None)),
            _ when response.IsSuccessStatusCode => (await response.Content.ReadFromJsonAsync<TokenAnswer>(SnakeCase, CancellationToken.None), null),
            _ => throw new GatewayException(await ProblemOfAsync(Path, response)),
        };
    }

    /// <summary>Ends the session of a refresh token; when the issuer is away, it ends by itself within its twelve hours.</summary>
    public async Task RevokeAsync(string refreshToken)
    {
        try
        {
            using var content = new FormUrlEncodedContent([new("token", refreshToken)]);
            using var response = await SendAsync(HttpMethod.Post, "/connect/revocation", content, authorize: false);
        }
        catch (GatewayException)
        {
            // Signing out must not fail: the cookie goes in any case.
        }
    }

    /// <summary>Fetches a file to hand on as it is; the caller disposes the response.</summary>
    public async Task<HttpResponseMessage> DownloadAsync(string path, string mediaType)
    {
        var response = await SendAsync(HttpMethod.Get, path, content: null, accept: mediaType);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new GatewayException(await ProblemOfAsync(path, response));
        }
    }

    private static JsonSerializerOptions SnakeCase { get; } = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, string accept = "application/json", bool authorize = true, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Accept.ParseAdd(accept);
        foreach (var (name, value) in headers.Where(header => !string.IsNullOrEmpty(header.Value)))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        // The gateway counts requests by the person's address, not by the portal's.
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", Context.Connection.RemoteIpAddress?.ToString());

        if (authorize && _signed && await Context.GetTokenAsync("access_token") is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        try
        {
            return await clients.CreateClient("gateway").SendAsync(request, authorize ? Context.RequestAborted : CancellationToken.None);
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutRejectedException or BrokenCircuitException)
        {
            throw new GatewayException(Away(path, StatusCodes.Status503ServiceUnavailable), exception);
        }
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.NoContent || response.Content.Headers.ContentLength == 0
            ? JsonSerializer.Deserialize<T>("{}", ScoringJson.Options)!
            : (await response.Content.ReadFromJsonAsync<T>(ScoringJson.Options, Context.RequestAborted))!;

    private static async Task<Problem> ProblemOfAsync(string path, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var wait = response.Headers.RetryAfter?.Delta;
        if (status is 502 or 503 or 504)
        {
            return Away(path, status);
        }

        try
        {
            return await response.Content.ReadFromJsonAsync<Problem>(ScoringJson.Options, CancellationToken.None) is { } problem
                ? problem with { Status = status, RetryAfter = wait }
                : new Problem { Status = status, RetryAfter = wait };
        }
        catch (JsonException)
        {
            return new Problem { Status = status, RetryAfter = wait };
        }
    }

    private static Problem Away(string path, int status) =>
        new() { Status = status, Detail = Formats.Text(LayoutTexts.PartAway, PartName(path)) };

    private static string PartName(string path) => path.Split('/', 4) is ["", "api", var service, ..]
        ? service switch
        {
            "criteria" => LayoutTexts.PartCriteria,
            "assessment" => LayoutTexts.PartAssessment,
            "appraisal" => LayoutTexts.PartAppraisal,
            "survey" => LayoutTexts.PartSurvey,
            "ranking" or "public" => LayoutTexts.PartRanking,
            _ => LayoutTexts.PartIdentity,
        }
        : LayoutTexts.PartIdentity;
}

/// <param name="Error">As RFC 6749 names it, or what is asked for further.</param>
/// <param name="ErrorDescription">For people.</param>
/// <param name="SecondFactorToken">To be sent with the code.</param>
public sealed record TokenRefusal(string Error, string? ErrorDescription, string? SecondFactorToken);

public sealed record TokenAnswer(string AccessToken, int ExpiresIn, string? RefreshToken);
