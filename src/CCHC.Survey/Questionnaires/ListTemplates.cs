using System.Text.Json;
using CCHC.Scoring;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Survey.Questionnaires;

/// <summary>Questionnaires to begin from, in the files of <c>Templates/</c>; whoever takes one ties its questions to leaves.</summary>
public static class ListTemplates
{
    public sealed record Item(string Code, string Name, string Description, Questionnaire Questionnaire);

    public sealed record Response(IReadOnlyList<Item> Items);

    private sealed record Template(string Name, string Description, Questionnaire Questionnaire);

    private static readonly string[] Codes = ["sipas", "can-bo"];

    private static readonly Lazy<Response> All = new(() => new Response([.. Codes.Select(Read)]));

    public static Ok<Response> Handle() => TypedResults.Ok(All.Value);

    private static Item Read(string code)
    {
        using var file = typeof(ListTemplates).Assembly.GetManifestResourceStream($"CCHC.Survey.Questionnaires.Templates.{code}.json")!;
        var template = JsonSerializer.Deserialize<Template>(file, ScoringJson.Options)!;
        return new Item(code, template.Name, template.Description, template.Questionnaire);
    }
}
