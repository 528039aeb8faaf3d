using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CCHC.Portal.Tests;

/// <summary>What holds for every page and script of the portal, read from what they are made of: nobody opens them all.</summary>
public sealed partial class SourceTests(PortalHost portal) : IClassFixture<PortalHost>
{
    /// <summary>For everyone, or for who is about to sign in; a failure leads back to a page that has it.</summary>
    private static readonly string[] WithoutSigningOut =
    [
        "EmbedPage", "NothingToEmbedPage", "OpenDataPage", "NothingPublishedPage", "RankingPage", "Results/UnitPage", "InvitationPage", "LeavingPage", "SecondStepPage", "SignInPage", "FailurePage",
        "BusyPage", "CodePage", "ConsentPage", "NoticePage", "SectionPage", "SendPage", "ThanksPage", "Surveys/UnitPage",
        "ConferencePage", // on the wall of a hall, with nothing to press; it leads back to the meeting's page
    ];

    private string Root => portal.Services.GetRequiredService<IWebHostEnvironment>().ContentRootPath;

    [Fact]
    public void Every_page_of_signed_in_people_has_the_way_out_at_its_top()
    {
        var components = Files("*.razor").ToLookup(path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal);
        Assert.Contains("action=\"/dang-xuat\"", File.ReadAllText(components["StaffPage"].Single()), StringComparison.Ordinal);
        var without = components.Where(component => component.Key.EndsWith("Page", StringComparison.Ordinal) && component.Key is not ("StaffPage" or "PublicPage"))
            .SelectMany(component => component).Where(path => !StandsInStaffPage(path)).Select(path => Path.GetRelativePath(Root, path)[..^".razor".Length]).ToList();
        Assert.DoesNotContain(without, page => !WithoutSigningOut.Any(known => page == known || page.EndsWith("/" + known, StringComparison.Ordinal)));
        Assert.True(components.Count(component => component.Key.EndsWith("Page", StringComparison.Ordinal)) > 100);

        bool StandsInStaffPage(string path) =>
            First().Match(Comment().Replace(File.ReadAllText(path), "")).Groups["name"].Value is var root && (root == "StaffPage" || (root is not ("PublicPage" or "Document") && components[root].Any(StandsInStaffPage)));
    }

    /// <summary>Text of people becomes a text node or a value; what is taken as HTML is what the portal has rendered and encoded for this request.</summary>
    [Fact]
    public void Scripts_put_text_into_pages_as_text_and_take_only_answers_of_the_portal_as_html()
    {
        var found = Scripts().SelectMany(path => File.ReadLines(path).Where(line => AsHtml().IsMatch(line)).Select(line => $"{Path.GetFileName(path)}: {line.Trim()}"));
        Assert.Equal(
            ["criteria-tree.js: part.innerHTML = await answer.text();", "criteria-tree.js: part.innerHTML = await answer.text();", "evidence.js: await htmx.ajax('GET', zone.dataset.list, { target: '#evidence-list', swap: 'outerHTML' });"],
            found.Order(StringComparer.Ordinal));
        var addresses = Regex.Matches(File.ReadAllText(Scripts().Single(path => path.EndsWith("/criteria-tree.js", StringComparison.Ordinal))), @"fetch\((?<address>[^,]+),", RegexOptions.None, TimeSpan.FromSeconds(1))
            .Select(match => match.Groups["address"].Value);
        Assert.Equal(["`${url}/nut/${row.dataset.id}`", "actions.action"], addresses);
        Assert.DoesNotContain(Files("*.razor").Concat(Files("*.cs")), path => File.ReadAllText(path).Contains("MarkupString", StringComparison.Ordinal));
    }

    /// <summary>Masked, told to the browser's own store of passwords, and nothing that keeps anybody from pasting.</summary>
    [Fact]
    public void Passwords_are_masked_and_may_be_pasted_or_filled_in_by_a_program()
    {
        var fields = Files("*.razor").SelectMany(path => Input().Matches(File.ReadAllText(path)).Select(match => match.Value)).ToList();
        var passwords = fields.Where(field => field.Contains("type=\"password\"", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, passwords.Count);
        Assert.All(passwords, field => Assert.Matches("autocomplete=\"(current-password|new-password|@Complete)\"", field));
        Assert.All(passwords, field => Assert.DoesNotMatch("maxlength|readonly|onpaste|oncopy|ondrop", field));
        Assert.DoesNotContain(fields.Except(passwords), field => PasswordName().IsMatch(field));
        Assert.All(Files("*.razor").Where(path => File.ReadAllText(path).Contains("<PasswordField", StringComparison.Ordinal)), path => Assert.Matches("Complete=\"(new-password|@complete)\"", File.ReadAllText(path)));
        Assert.DoesNotContain(Scripts(), path => Pasting().IsMatch(File.ReadAllText(path)));
    }

    private IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Root, pattern, SearchOption.AllDirectories).Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/node_modules/", StringComparison.Ordinal));

    private List<string> Scripts()
    {
        var scripts = Directory.EnumerateFiles(Path.Combine(Root, "Assets")).Where(path => Path.GetExtension(path) is ".js" or ".mjs" && Path.GetFileName(path) != "build.mjs").ToList();
        Assert.InRange(scripts.Count, 15, 60);
        return scripts;
    }

    [GeneratedRegex(@"@\*.*?\*@|^@(inject|using|implements|inherits|typeparam|namespace)\b[^\n]*$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"<(?<name>[A-Za-z]\w*)", RegexOptions.None, 1000)]
    private static partial Regex First();

    [GeneratedRegex(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|setHTML|srcdoc|\beval\(|new Function", RegexOptions.None, 1000)]
    private static partial Regex AsHtml();

    [GeneratedRegex("<input[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Input();

    [GeneratedRegex("name=\"(password|current|repeated)\"|autocomplete=\"(current|new)-password\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PasswordName();

    [GeneratedRegex("onpaste|['\"](paste|copy|beforeinput)['\"]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pasting();
}
