using System.Text.Json.Serialization;
using CCHC.Portal.Layout;

namespace CCHC.Portal.Gateway;

/// <summary>A ProblemDetails body as the services write it, in Vietnamese.</summary>
public sealed record Problem
{
    public int Status { get; init; }
    public string? Title { get; init; }
    public string? Detail { get; init; }
    public string? Code { get; init; }

    /// <summary>Member of the request that broke the rule, such as <c>groups[0].unitIds</c>.</summary>
    public string? Field { get; init; }

    public IReadOnlyList<string>? Details { get; init; }
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>As the answer's header says.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Before trying again; half a minute where nothing is said.</summary>
    public int WaitSeconds => (int)Math.Ceiling((RetryAfter ?? TimeSpan.FromSeconds(30)).TotalSeconds);

    public string Message => Detail ?? Title ?? LayoutTexts.Failed;

    /// <summary>One line each: what exactly is wrong.</summary>
    public IEnumerable<string> Lines => (Details ?? []).Concat(Errors?.Values.SelectMany(x => x) ?? []);

    /// <summary>What exactly is wrong in one breath, where there is no room for lines.</summary>
    public string Text => string.Join(' ', Lines.DefaultIfEmpty(Message));

    /// <summary>What is said of members of the request, and of which; what is said of none is left to the page.</summary>
    public IEnumerable<(string Field, string Text)> ByField => Field is null
        ? Errors?.SelectMany(error => error.Value.Select(text => (error.Key, text))) ?? []
        : [(Field, string.Join(' ', (Details ?? []).Prepend(Message)))];

    public bool IsAway => Status is 502 or 503 or 504;

    public bool IsStale => Status == StatusCodes.Status412PreconditionFailed;
}

/// <summary>What came of a call: a value, or the problem to show.</summary>
public sealed record Outcome<T>(T? Value, Problem? Problem)
    where T : class;

/// <summary>A call that leaves the page without what it is for.</summary>
public sealed class GatewayException(Problem problem, Exception? inner = null) : Exception(problem.Message, inner)
{
    public Problem Problem { get; } = problem;
}

/// <summary>One page of a list.</summary>
public sealed record PageOf<T>(IReadOnlyList<T> Items, int Total, int Page, int PageSize)
{
    public int PageCount => PageSize == 0 ? 1 : Math.Max(1, (Total + PageSize - 1) / PageSize);
}

/// <summary>A write whose answer the page does not read.</summary>
public sealed record Done;
