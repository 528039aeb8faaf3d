using System.Diagnostics;
using System.Net;
using CCHC.Testing.Installations;

namespace CCHC.Chaos.Years;

/// <summary>The run cannot go on; what is wrong is among the violations.</summary>
public sealed class RunFailedException(string message) : Exception(message);

/// <summary>
/// Sends like a patient user: again and again until it was acknowledged. Every answer on the way must be a clear one: done, a refusal by a rule, or "try again later" with a
/// body in Vietnamese.
/// </summary>
public sealed class Sender(Action<string> violation)
{
    /// <summary>A person waits so long before pressing the button again.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(12);

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private static readonly HttpStatusCode[] TryAgain =
        [HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout, HttpStatusCode.InsufficientStorage, HttpStatusCode.TooManyRequests];

    public int SentAgain { get; private set; }

    public void CountAgain() => SentAgain++;

    /// <summary>A write.</summary>
    /// <param name="what">For reports.</param>
    /// <param name="send">Sends it once.</param>
    /// <param name="onceDone">After an answer that was lost, this refusal means that it was carried out.</param>
    /// <param name="answered">A refusal upon which the caller does something else.</param>
    /// <param name="notYet">Refusals while an event is still on its way.</param>
    public async Task<Answer> SendAsync(string what, Func<Task<Answer>> send, string? onceDone = null, string? answered = null, params IReadOnlyList<string> notYet)
    {
        var clock = Stopwatch.StartNew();
        string? last = null;
        for (var unsure = false; clock.Elapsed < Patience; await Task.Delay(Pause))
        {
            try
            {
                var answer = await send();
                if (answer.IsSuccess || (answer.Code() is { } code && (code == answered || (unsure && code == onceDone))))
                {
                    return answer;
                }

                last = answer.ToString();
                if (notYet.Contains(answer.Code() ?? $"{(int)answer.Status}", StringComparer.Ordinal))
                {
                    continue;
                }

                Judge(what, answer);
                unsure = true;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                (unsure, last) = (true, exception.Message); // it may or may not have been carried out
            }

            SentAgain++;
        }

        throw new RunFailedException($"{what}: not acknowledged within {Patience.TotalSeconds:0} s, last {last}");
    }

    /// <summary>A read, until it says what is wanted.</summary>
    public async Task<Answer> ReadAsync(string what, Func<Task<Answer>> read, Func<Answer, bool>? wanted = null)
    {
        var clock = Stopwatch.StartNew();
        string? last = null;
        for (; clock.Elapsed < Patience; await Task.Delay(Pause))
        {
            try
            {
                var answer = await read();
                if (answer.IsSuccess && wanted?.Invoke(answer) != false)
                {
                    return answer;
                }

                last = answer.ToString();
                if (!answer.IsSuccess && answer.Status != HttpStatusCode.NotFound)
                {
                    Judge(what, answer);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                last = exception.Message;
            }
        }

        throw new RunFailedException($"{what}: not as wanted within {Patience.TotalSeconds:0} s, last {last?[..Math.Min(last.Length, 600)]}");
    }

    /// <summary>Whether somebody who gets this answer knows where they are.</summary>
    public void Judge(string what, Answer answer)
    {
        if (!TryAgain.Contains(answer.Status))
        {
            violation($"{what}: an unclear answer: {answer}");
            if ((int)answer.Status < 500 && answer.Status != HttpStatusCode.Unauthorized)
            {
                throw new RunFailedException($"{what}: refused");
            }
        }
        else if (answer.MediaType != "application/problem+json" || !answer.Json().TryGetProperty("title", out var title) || title.GetString() is not { } text || text.All(char.IsAscii))
        {
            violation($"{what}: “try again” without a body in Vietnamese: {answer.MediaType} {answer}");
        }
    }
}
