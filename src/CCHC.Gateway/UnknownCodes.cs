using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CCHC.ServiceDefaults.Security;

namespace CCHC.Gateway;

/// <summary>
/// Makes guessing survey codes hopeless: an address that asked for <c>RateLimits:UnknownCodes:Most</c> codes nobody has waits until
/// <c>RateLimits:UnknownCodes:Window</c> is over, except with codes that were right before. Each right code makes room for one wrong code more, since
/// a whole authority may share one address.
/// </summary>
public sealed class UnknownCodes(RequestDelegate next, IConfiguration configuration, TimeProvider clock, SecurityEvents events)
{
    private const string Forms = "/api/survey/forms";
    private const string Refusal =
        "Có quá nhiều mã không đúng được gõ từ địa chỉ này. Ông/bà vui lòng đợi vài phút rồi thử lại, hoặc kiểm tra lại mã trên phiếu.";

    /// <summary>Of each kind at most twice as many are remembered, whoever asks for whatever.</summary>
    private const int MostCallers = 25_000;
    private const int MostRightCodes = 100_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly int _most = configuration.GetValue("RateLimits:UnknownCodes:Most", 30);
    private readonly TimeSpan _window = configuration.GetValue("RateLimits:UnknownCodes:Window", TimeSpan.FromMinutes(10));
    private readonly Lock _gate = new();
    private readonly Recent<string, Caller> _callers = new(MostCallers);

    /// <summary>A form takes longer than the window to fill in, so this does not end with it.</summary>
    private readonly Recent<UInt128, bool> _right = new(MostRightCodes);
    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(32);

    private enum Admission
    {
        Right,
        Unseen,
        Busy,
        Refused,
    }

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Forms, StringComparison.OrdinalIgnoreCase, out var rest) || rest.Value!.Length < 2)
        {
            await next(context);
            return;
        }

        var address = RateLimits.Caller(context.Connection.RemoteIpAddress);
        var pair = PairOf(address, rest.Value.Split('/')[1]);
        var (admission, caller, wait) = await AdmitAsync(address, pair, context.RequestAborted);
        if (admission is Admission.Busy or Admission.Refused)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await TypedResults.Problem(
                admission is Admission.Refused ? Refusal : null, statusCode: StatusCodes.Status429TooManyRequests,
                extensions: admission is Admission.Refused ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = "code.guessed" } : null).ExecuteAsync(context);
            return;
        }

        var status = 0;
        try
        {
            await next(context);
            status = context.Response.StatusCode;
        }
        finally
        {
            Settle(address, caller, pair, admission, status);
        }
    }

    /// <summary>
    /// Codes whose answer is not yet known count as wrong until it is, so that guesses sent all at once get no further; where only they are in the
    /// way, the next one waits for them.
    /// </summary>
    private async Task<(Admission Admission, Caller Caller, TimeSpan Wait)> AdmitAsync(string address, UInt128 pair, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            Caller? caller;
            Task settled;
            lock (_gate)
            {
                if (!_callers.TryGet(address, out caller))
                {
                    caller = new Caller();
                    _callers.Set(address, caller);
                }

                if (_right.TryGet(pair, out _))
                {
                    return (Admission.Right, caller, TimeSpan.Zero);
                }

                var now = clock.GetUtcNow();
                if (caller.Until <= now)
                {
                    caller.Begin(now + _window);
                }

                var room = _most + caller.Right - caller.Unknown;
                if (room <= 0)
                {
                    return (Admission.Refused, caller, caller.Until - now);
                }

                if (caller.UnderWay < room)
                {
                    caller.UnderWay++;
                    return (Admission.Unseen, caller, TimeSpan.Zero);
                }

                settled = caller.Settled.Task;
            }

            try
            {
                await settled.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return (Admission.Busy, caller, TimeSpan.FromSeconds(1));
            }
        }
    }

    private void Settle(string address, Caller caller, UInt128 pair, Admission admission, int status)
    {
        TaskCompletionSource? settled = null;
        var isUsedUp = false;
        lock (_gate)
        {
            if (admission is Admission.Unseen)
            {
                caller.UnderWay--;
                (settled, caller.Settled) = (caller.Settled, Caller.Unsettled());
            }

            if (status == StatusCodes.Status404NotFound)
            {
                _right.Remove(pair);
                caller.Unknown++;
                isUsedUp = caller.Unknown == _most + caller.Right;
            }
            else if (status is (>= 200 and < 300) or StatusCodes.Status409Conflict && !_right.TryGet(pair, out _))
            {
                _right.Set(pair, value: true);
                caller.Right++;
            }
        }

        settled?.SetResult();
        if (isUsedUp)
        {
            events.Tell(LogLevel.Warning, SecurityEvents.TooOften, string.Create(CultureInfo.InvariantCulture, $"{caller.Unknown} survey codes that nobody has, waits until {caller.Until:O}"));
        }
    }

    /// <summary>Neither address nor code can be told from it; however a code is spelt, case and hyphens do not make another one.</summary>
    private UInt128 PairOf(string address, string code)
    {
        var spelt = string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return BinaryPrimitives.ReadUInt128BigEndian(HMACSHA256.HashData(_salt, Encoding.UTF8.GetBytes($"{address}|{spelt}")));
    }

    private sealed class Caller
    {
        public DateTimeOffset Until { get; private set; }

        public int Unknown { get; set; }

        public int Right { get; set; }

        public int UnderWay { get; set; }

        /// <summary>When one of those under way is answered.</summary>
        public TaskCompletionSource Settled { get; set; } = Unsettled();

        public static TaskCompletionSource Unsettled() => new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Begin(DateTimeOffset until) => (Until, Unknown, Right) = (until, 0, 0);
    }

    /// <summary>Forgets what was not asked for while <paramref name="most"/> others were.</summary>
    private sealed class Recent<TKey, TValue>(int most)
        where TKey : notnull
    {
        private Dictionary<TKey, TValue> _newer = [];
        private Dictionary<TKey, TValue> _older = [];

        public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
        {
            if (_newer.TryGetValue(key, out value))
            {
                return true;
            }

            if (!_older.TryGetValue(key, out value))
            {
                return false;
            }

            Set(key, value);
            return true;
        }

        public void Set(TKey key, TValue value)
        {
            if (_newer.Count >= most)
            {
                (_older, _newer) = (_newer, []);
            }

            _newer[key] = value;
        }

        public void Remove(TKey key)
        {
            _newer.Remove(key);
            _older.Remove(key);
        }
    }
}
