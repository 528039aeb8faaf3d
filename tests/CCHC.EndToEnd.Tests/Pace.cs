using System.Globalization;

namespace CCHC.EndToEnd.Tests;

/// <summary>How long a person waits: from the key, the click or the typed character until the page shows its effect and the browser has painted it.</summary>
internal sealed class Pace(BrowserPage page)
{
    private const string Watch =
        """
        shown => {
            window.waited = new Promise(finish => {
                let began = null;
                for (const name of ['keydown', 'mousedown', 'input']) { addEventListener(name, event => { began ??= event.timeStamp; }, { capture: true, once: true }); }
                const look = () => {
                    if (began === null || !shown()) { requestAnimationFrame(look); return; }
                    requestAnimationFrame(() => setTimeout(() => finish(performance.now() - began)));
                };
                look();
            });
        }
        """;

    private readonly Dictionary<string, List<double>> _times = new(StringComparer.Ordinal);

    /// <summary>The longest of the medians, in milliseconds.</summary>
    public double LongestMedian => _times.Values.Max(Median);

    /// <param name="action">As the report names it; an action measured several times has a median.</param>
    /// <param name="deed">What the person does.</param>
    /// <param name="shown">JavaScript that is true once the effect is there.</param>
    public async Task MeasureAsync(string action, Func<Task> deed, string shown)
    {
        await page.Page.EvaluateAsync($"({Watch})(() => {shown})");
        await deed();
        var waited = page.Page.EvaluateAsync<double>("window.waited");
        if (await Task.WhenAny(waited, Task.Delay(TimeSpan.FromSeconds(15))) != waited)
        {
            Assert.Fail($"“{action}”: the page never came to {shown}");
        }

        if (!_times.TryGetValue(action, out var times))
        {
            _times.Add(action, times = []);
        }

        times.Add(await waited);
    }

    public string Report() => string.Join('\n', _times.Select(x => string.Create(
        CultureInfo.InvariantCulture, $"{x.Key}: median {Median(x.Value):0} ms, worst {x.Value.Max():0} ms of {x.Value.Count}")));

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
