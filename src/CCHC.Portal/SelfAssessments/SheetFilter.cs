using System.Globalization;
using System.Text;
using CCHC.Portal.Evidence;
using CCHC.Portal.Layout;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.WebUtilities;

namespace CCHC.Portal.SelfAssessments;

/// <summary>Which leaves the tree shows and next and previous walk; it stands in the address.</summary>
public sealed record SheetFilter
{
    public const string MineKey = "cua-toi", OpenKey = "chua-nhap", WithoutEvidenceKey = "thieu-tai-lieu", BelowMaximumKey = "duoi-toi-da";

    public static SheetFilter None { get; } = new();

    public bool Mine { get; init; }
    public bool Open { get; init; }
    public bool WithoutEvidence { get; init; }
    public bool BelowMaximum { get; init; }
    public string? Search { get; init; }
    public DateTimeOffset? Since { get; init; }

    public bool IsEmpty => this == None;

    /// <summary>For the address; empty when nothing is filtered.</summary>
    public string Query
    {
        get
        {
            var parts = new[] { (Mine, MineKey), (Open, OpenKey), (WithoutEvidence, WithoutEvidenceKey), (BelowMaximum, BelowMaximumKey) }
                .Where(part => part.Item1).Select(part => $"loc={part.Item2}").ToList();
            if (Search is not null)
            {
                parts.Add($"tim={Uri.EscapeDataString(Search)}");
            }

            if (Since is not null)
            {
                parts.Add($"tu={Uri.EscapeDataString(Formats.DateTimeInput(Since))}");
            }

            return string.Join('&', parts);
        }
    }

    /// <summary>Of the page in the browser: a part of it is asked for under an address of its own.</summary>
    public static SheetFilter Of(HttpContext context) =>
        Pages.IsPartial(context) && Uri.TryCreate(context.Request.Headers["HX-Current-URL"], UriKind.Absolute, out var page)
            ? Read(new QueryCollection(QueryHelpers.ParseQuery(page.Query)))
            : Read(context.Request.Query);

    public static SheetFilter Read(IQueryCollection query) => new()
    {
        Mine = query["loc"].Contains(MineKey),
        Open = query["loc"].Contains(OpenKey),
        WithoutEvidence = query["loc"].Contains(WithoutEvidenceKey),
        BelowMaximum = query["loc"].Contains(BelowMaximumKey),
        Search = query["tim"].ToString().Trim() is { Length: > 0 } search ? search : null,
        Since = ReadTime(query["tu"]),
    };

    /// <summary>Every condition has to hold.</summary>
    public bool Matches(SheetNode node, Guid user, DocumentsOfSheet? documents)
    {
        var leaf = node.Leaf!;
        return (!Mine || leaf.AssignedTo?.Id == user)
            && (!Open || leaf is { Source: PointSource.Appraised, Kind: LeafKind.Ordinary, IsFilled: false })
            && (!WithoutEvidence || LacksEvidence(node, documents))
            && (!BelowMaximum || (leaf is { Kind: LeafKind.Ordinary, Status: EvaluationStatus.Scored } && leaf.Points < node.MaxPoints))
            && (Since is null || leaf.EnteredAt >= Since)
            && (Search is null || Words(Search).All($" {Fold(node.Code)} {Fold(node.Name)}".Contains));
    }

    /// <summary>As the service asks for it before a sheet is submitted: a document, its number or an explanation, for what is claimed or needs proof.</summary>
    private static bool LacksEvidence(SheetNode node, DocumentsOfSheet? documents) =>
        node.Leaf is { Source: PointSource.Appraised, Evidence: null, Explanation: null } leaf
        && (leaf.EvidenceRequired || leaf.Points > 0)
        && documents?.Of(node.Code).Any() != true;

    private static string[] Words(string text) => Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Lower case without marks; the barred d has no mark that could be taken off.</summary>
    private static string Fold(string text) => string.Concat(
        text.Normalize(NormalizationForm.FormD).Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark))
        .ToLowerInvariant().Replace('\u0111', 'd');

    private static DateTimeOffset? ReadTime(string? text)
    {
        if (!DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        return new DateTimeOffset(local, VietnamTime.Zone.GetUtcOffset(local));
    }
}

/// <summary>A sheet through a filter.</summary>
public sealed class SheetView
{
    private readonly HashSet<string> _matching;
    private readonly HashSet<string> _above;

    public SheetView(Sheet sheet, SheetFilter filter, Guid user, DocumentsOfSheet? documents)
    {
        (Sheet, Filter) = (sheet, filter);
        _matching = sheet.Leaves.Where(node => filter.IsEmpty || filter.Matches(node, user, documents)).Select(node => node.Code).ToHashSet(StringComparer.Ordinal);
        var parents = sheet.Nodes.ToDictionary(node => node.Code, node => node.ParentCode, StringComparer.Ordinal);
        _above = new HashSet<string>(StringComparer.Ordinal);
        foreach (var code in _matching)
        {
            for (var parent = parents[code]; parent is not null && _above.Add(parent); parent = parents.GetValueOrDefault(parent))
            {
            }
        }
    }

    public Sheet Sheet { get; }

    public SheetFilter Filter { get; }

    public int Matching => _matching.Count;

    public bool Shows(SheetNode node) => (node.Leaf is null ? _above : _matching).Contains(node.Code);

    /// <summary>The leaf asked for, whatever the filter; else the first that waits for data, else the first that matches.</summary>
    public SheetNode? Select(string? code) =>
        Sheet.Find(code)
        ?? Matches.FirstOrDefault(node => node.Leaf is { Source: PointSource.Appraised, IsFilled: false })
        ?? Matches.FirstOrDefault(node => node.Leaf!.Source == PointSource.Appraised) ?? Matches.FirstOrDefault();

    /// <summary>From a leaf that no longer matches, the walk goes on from where it stands.</summary>
    public SheetNode? Previous(SheetNode from) => Sheet.Leaves.TakeWhile(node => node != from).LastOrDefault(Shows);

    public SheetNode? Next(SheetNode from) => Sheet.Leaves.SkipWhile(node => node != from).Skip(1).FirstOrDefault(Shows);

    public string Address(string? code = null) => SheetPages.Address(Sheet.Id, code, Filter);

    private IEnumerable<SheetNode> Matches => Sheet.Leaves.Where(Shows);
}
