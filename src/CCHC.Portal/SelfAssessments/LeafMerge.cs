using System.Text.Encodings.Web;
using System.Text.Json;
using CCHC.Portal.Leaves;
using Microsoft.Extensions.Primitives;

namespace CCHC.Portal.SelfAssessments;

/// <summary>A field in which two versions of a leaf differ.</summary>
/// <param name="Field">Name in the form.</param>
/// <param name="Label">As the form calls it.</param>
/// <param name="Mine">What was typed, in words.</param>
/// <param name="Theirs">What a colleague has saved, in words.</param>
/// <param name="Both">The two texts one after the other; null for what cannot be joined.</param>
/// <param name="Pick">What is taken when nothing else is said.</param>
public sealed record LeafDifference(string Field, string Label, string Mine, string Theirs, string? Both, string Pick);

/// <summary>What somebody typed against what a colleague saved in the meantime; nothing of either is lost before a person has chosen.</summary>
public sealed class LeafMerge
{
    public const string TakeMine = "mine", TakeTheirs = "theirs", TakeBoth = "both", ByField = "pick";
    public const string PickPrefix = "pick.", MergedPrefix = "merged.";
    public const string Explanation = "explanation", Supplement = "supplement", Evidence = "evidence";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IReadOnlyDictionary<string, string> _mine;
    private readonly IReadOnlyDictionary<string, string> _theirs;

    private LeafMerge(IReadOnlyDictionary<string, string> mine, IReadOnlyDictionary<string, string> theirs, IReadOnlyList<LeafDifference> differences) =>
        (_mine, _theirs, Differences) = (mine, theirs, differences);

    public IReadOnlyList<LeafDifference> Differences { get; }

    public static LeafMerge Of(SheetNode node, IFormCollection form)
    {
        var (mine, theirs) = (Values(form), Values(node.Leaf!));
        var known = Read(form["base"]);
        var fields = LeafField.Of(node.Leaf!.Rule, node.MaxPoints, node.Leaf.NotApplicableAllowed)
            .Append(new LeafField(Evidence, SelfAssessmentsTexts.EvidenceShort))
            .Append(new LeafField(Explanation, SelfAssessmentsTexts.Explanation))
            .Append(new LeafField(Supplement, SelfAssessmentsTexts.SupplementShort));
        return new LeafMerge(mine, theirs, [.. fields.Select(Compare).OfType<LeafDifference>()]);

        LeafDifference? Compare(LeafField field)
        {
            var (a, b) = (mine.GetValueOrDefault(field.Name, ""), theirs.GetValueOrDefault(field.Name, ""));
            if (a == b)
            {
                return null;
            }

            var both = field.Name switch
            {
                Explanation or Supplement => Join(a, b, "\n\n"),
                Evidence => Join(a, b, "; "),
                _ => null,
            };
            var pick = form[PickPrefix + field.Name].ToString() is { Length: > 0 } said ? said : Proposal(field.Name, a, b, both);
            if (both is not null && form.TryGetValue(MergedPrefix + field.Name, out var merged))
            {
                both = merged.ToString();
            }

            return new LeafDifference(field.Name, field.Label, field.Show(a), field.Show(b), both, pick);
        }

        // A side that left the field as both had read it gives way to the one that changed it.
        string Proposal(string field, string a, string b, string? both)
        {
            var before = known?.GetValueOrDefault(field, "");
            return a == before || a.Length == 0 ? TakeTheirs
                : b == before || b.Length == 0 || both is null ? TakeMine
                : TakeBoth;
        }
    }

    /// <summary>The form as the choices in it make it.</summary>
    public FormCollection Apply(IFormCollection form)
    {
        var result = form.ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);
        foreach (var difference in Differences)
        {
            var value = difference.Pick switch
            {
                TakeTheirs => _theirs.GetValueOrDefault(difference.Field, ""),
                TakeBoth when difference.Both is not null => difference.Both,
                _ => _mine.GetValueOrDefault(difference.Field, ""),
            };
            if (value.Length == 0)
            {
                result.Remove(difference.Field);
            }
            else
            {
                result[difference.Field] = new StringValues(value);
            }
        }

        return new FormCollection(result);
    }

    /// <summary>The leaf as it was read, to tell later who changed what.</summary>
    public static string Base(SheetLeaf leaf) => JsonSerializer.Serialize(Values(leaf), Readable);

    private static Dictionary<string, string> Values(SheetLeaf leaf) => With(LeafForm.Values(leaf.Data), leaf.Evidence, leaf.Explanation, leaf.Supplement);

    private static Dictionary<string, string> Values(IFormCollection form) =>
        With(LeafForm.Read(form).Data is { } data ? LeafForm.Values(data) : LeafForm.Values(form), form[Evidence], form[Explanation], form[Supplement]);

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> data, string? evidence, string? explanation, string? supplement) =>
        new(data, StringComparer.Ordinal) { [Evidence] = Text(evidence), [Explanation] = Text(explanation), [Supplement] = Text(supplement) };

    private static string Text(string? text) => (text ?? "").Trim().ReplaceLineEndings("\n").Normalize();

    private static string Join(string a, string b, string between) =>
        a.Contains(b, StringComparison.Ordinal) ? a : b.Contains(a, StringComparison.Ordinal) ? b : a + between + b;

    private static Dictionary<string, string>? Read(string? json)
    {
        try
        {
            return string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
