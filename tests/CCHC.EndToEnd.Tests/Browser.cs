using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>The machine's Chromium.</summary>
public sealed class Browser : IAsyncLifetime
{
    // The first is Chromium without windows: a quarter less work for the machine.
    private static readonly string[] Programs = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        var program = Array.Find(Programs, File.Exists) ?? throw new InvalidOperationException("chromium is missing; ./cchc test installs it.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
    }

    /// <summary>A window without history or cookies.</summary>
    public async Task<BrowserPage> OpenAsync(Province province, bool javaScript = true, bool phone = false)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = province.System.Address.ToString(),
            JavaScriptEnabled = javaScript,
            ViewportSize = phone ? BrowserPage.Phone : BrowserPage.Desk,
            Locale = "vi-VN",
            TimezoneId = "Asia/Ho_Chi_Minh",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(15_000);
        return new BrowserPage(province, context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}

/// <summary>A page as a person sees it; what the browser complains of is kept.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
    private static readonly AxeRunOptions Axe = new() { ResultTypes = [ResultType.Violations] };

    private readonly Province _province;
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public BrowserPage(Province province, IBrowserContext context, IPage page)
    {
        (_province, _context, Page) = (province, context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    public static ViewportSize Desk { get; } = new() { Width = 1280, Height = 800 };

    public static ViewportSize Phone { get; } = new() { Width = 390, Height = 844 };

    public IPage Page { get; }

    /// <summary>Errors of scripts, missing files, refused content.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Drops the complaints that a test has asked for.</summary>
    public void Forgive(string text) => _complaints.RemoveAll(complaint => complaint.Contains(text, StringComparison.Ordinal));

    public async Task GoAsync(string path)
    {
        var response = await Page.GotoAsync(path);
        Assert.True(response!.Ok, $"{path} was answered {response.Status}");
    }

    public async Task SignInAsync(string userName)
    {
        await GoAsync("/dang-nhap");
        await Page.GetByLabel("Tên đăng nhập").FillAsync(userName);
        await Page.GetByLabel("Mật khẩu").FillAsync(_province.System.Password(userName));
        await Page.Locator("main button[type=submit].btn-primary").ClickAsync();
        await Page.WaitForURLAsync("**/bang-viec");
    }

    public Task<string> MainTextAsync() => Page.Locator("main").InnerTextAsync();

    public async Task<IReadOnlyList<string>> TextsAsync(string selector) =>
        [.. (await Page.Locator(selector).AllInnerTextsAsync()).Select(text => text.Trim())];

    public async Task ClickLinkAsync(string name)
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await Page.WaitForLoadStateAsync();
    }

    /// <summary>Looks at the page on a desk and on a phone: takes pictures, asks axe, and minds whether anything sticks out sideways.</summary>
    /// <param name="name">Of the pictures.</param>
    /// <param name="expected">Parts of complaints that the test itself has caused.</param>
    public async Task InspectAsync(string name, params string[] expected)
    {
        var problems = new List<string>();
        foreach (var size in (ViewportSize[])[Desk, Phone])
        {
            await Page.SetViewportSizeAsync(size.Width, size.Height);
            await Page.ScreenshotAsync(new() { Path = Path.Combine(_province.Evidence, $"{name}-{size.Width}.png"), FullPage = true });
#pragma warning disable CS0618 // Going away with frames of other sites in mind, of which there are none here; the other way takes twice as long.
            var axe = await Page.Locator("html").RunAxeLegacy(Axe);
#pragma warning restore CS0618
            Assert.NotEmpty(axe.Passes);
            problems.AddRange(axe.Violations.Select(violation => $"{size.Width} px: {Describe(violation)}"));
            var overflow = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (overflow > 0)
            {
                problems.Add($"{size.Width} px: the page is {overflow} px wider than the window");
            }
        }

        problems.AddRange(_complaints.Where(complaint => !Array.Exists(expected, part => complaint.Contains(part, StringComparison.Ordinal))));
        Assert.True(problems.Count == 0, $"{Page.Url}\n{string.Join('\n', problems)}");
    }

    /// <summary>
    /// Goes through the whole page with the tab key: everything that can be pressed or typed in is reached, in the order in which it is read, and
    /// shows that it has the keyboard.
    /// </summary>
    public async Task TabThroughAsync()
    {
        await Page.SetViewportSizeAsync(Desk.Width, Desk.Height);
        var stops = await Page.EvaluateAsync<int>(
            """
            () => {
              const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
                .filter(x => x.tabIndex >= 0 && !x.disabled && x.type !== 'hidden' && x.checkVisibility({ visibilityProperty: true }) && !x.closest('details:not([open]) > :not(summary)'));
              // Of a group of radio buttons the tab key stops at one.
              const one = stops.filter(x => x.type !== 'radio' || x === stops.find(y => y.type === 'radio' && y.name === x.name && (y.checked || !stops.some(z => z.name === x.name && z.checked))));
              one.forEach((x, place) => { x.dataset.stop = place; });
              document.activeElement.blur();
              getSelection().removeAllRanges();
              document.body.tabIndex = -1;
              document.body.focus();
              document.body.removeAttribute('tabindex');
              return one.length;
            }
            """);
        var problems = new List<string>();
        var before = "";
        for (var place = 0; place < stops; place++)
        {
            // Day, month and year of a date are stops within one field.
            string stop, shown, what, isDate;
            var parts = 0;
            do
            {
                await Page.Keyboard.PressAsync("Tab");
                (stop, shown, what, isDate) = await Page.EvaluateAsync<string[]>(
                    """
                    () => {
                      const x = document.activeElement;
                      const style = getComputedStyle(x);
                      const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none';
                      return [x.dataset.stop ?? '', String(shown), x.outerHTML.slice(0, 160), String(/^(date|datetime-local)$/.test(x.type))];
                    }
                    """) switch
                {
                    [var a, var b, var c, var d] => (a, b, c, d),
                    _ => ("", "", "", ""),
                };
            }
            while (parts++ < 6 && isDate == "true" && stop == before);
            before = stop;
            if (stop != place.ToString(CultureInfo.InvariantCulture))
            {
                problems.Add($"stop {place} of {stops} is {(stop.Length == 0 ? "elsewhere" : $"number {stop}")}: {what}");
                break;
            }

            if (shown != "true")
            {
                problems.Add($"it cannot be seen that this has the keyboard: {what}");
            }
        }

        Assert.True(stops > 0 && problems.Count == 0, $"{Page.Url}\n{string.Join('\n', problems)}");
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id} ({violation.Impact}): {violation.Help}\n    {string.Join("\n    ", violation.Nodes.Select(node => node.Html))}";
}
