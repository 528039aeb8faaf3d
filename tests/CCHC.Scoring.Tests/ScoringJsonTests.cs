using System.Text.Json;
using System.Text.Json.Nodes;
using CCHC.Scoring.Tests.Properties;

namespace CCHC.Scoring.Tests;

public sealed class ScoringJsonTests
{
    [Fact]
    public void Every_sound_rule_survives_being_stored() => Always.True(Generate.SoundRule, x =>
        Assert.Equal(x.Rule, JsonSerializer.Deserialize<ScoringRule>(JsonSerializer.Serialize(x.Rule, ScoringJson.Options), ScoringJson.Options)));

    [Fact]
    public void Every_sound_rule_survives_PostgreSQL_which_reorders_the_keys() => Always.True(Generate.SoundRule, x =>
    {
        var stored = JsonSerializer.SerializeToNode(x.Rule, ScoringJson.Options)!;

        // jsonb puts shorter keys first; the reverse puts "kind" behind most of what it explains.
        var asJsonb = Reorder(stored, keys => keys.OrderBy(key => key.Length).ThenBy(key => key, StringComparer.Ordinal));
        var reversed = Reorder(stored, keys => keys.OrderByDescending(key => key.Length).ThenByDescending(key => key, StringComparer.Ordinal));
        Assert.Equal(x.Rule, asJsonb.Deserialize<ScoringRule>(ScoringJson.Options));
        Assert.Equal(x.Rule, reversed.Deserialize<ScoringRule>(ScoringJson.Options));
    });

    [Fact]
    public void Any_data_survives_being_stored() => Always.True(Generate.Data, x =>
        Assert.Equal(x, JsonSerializer.Deserialize<LeafData>(JsonSerializer.Serialize(x, ScoringJson.Options), ScoringJson.Options)));

    [Theory]
    [InlineData("""{"kind":"yes-no"}""", typeof(YesNoRule))]
    [InlineData("""{"levels":[{"code":"a","name":"Tốt","percentOfMax":100}],"kind":"choice"}""", typeof(ChoiceRule))]
    [InlineData("""{"kind":"count","pointsPerUnit":0.5,"unitName":"hình thức"}""", typeof(CountRule))]
    [InlineData("""{"kind":"deduction","kinds":[{"code":"a","name":"Trễ","pointsEach":0.25}]}""", typeof(DeductionRule))]
    [InlineData("""{"kind":"ratio-bands","bands":[{"fromPercent":100,"value":{"kind":"max"}}]}""", typeof(RatioBandsRule))]
    [InlineData("""{"kind":"interpolation","fromPercent":95,"toPercent":100}""", typeof(InterpolationRule))]
    [InlineData("""{"kind":"capped-proportional","targetPercent":80}""", typeof(CappedProportionalRule))]
    [InlineData("""{"kind":"survey"}""", typeof(SurveyRule))]
    [InlineData("""{"kind":"external-index"}""", typeof(ExternalIndexRule))]
    [InlineData("""{"kind":"manual","step":0.25}""", typeof(ManualRule))]
    [InlineData("""{"kind":"year-on-year","bands":[{"fromPercent":100,"value":{"kind":"points","points":0.5}}]}""", typeof(YearOnYearRule))]
    [InlineData("""{"kind":"bonus"}""", typeof(BonusRule))]
    [InlineData("""{"kind":"penalty"}""", typeof(PenaltyRule))]
    public void Stored_rules_are_read_by_their_kind(string json, Type type)
    {
        var rule = JsonSerializer.Deserialize<ScoringRule>(json, ScoringJson.Options)!;
        Assert.IsType(type, rule);
        Expect.Sound(rule, 1);
        Assert.Equal(JsonNode.Parse(json)!["kind"]!.ToString(), JsonSerializer.SerializeToNode(rule, ScoringJson.Options)!["kind"]!.ToString());
    }

    [Fact]
    public void A_band_includes_its_bound_unless_it_says_otherwise()
    {
        var rule = (RatioBandsRule)JsonSerializer.Deserialize<ScoringRule>(
            """{"kind":"ratio-bands","bands":[{"fromPercent":90,"fromInclusive":false,"value":{"kind":"max"}},{"fromPercent":80,"value":{"kind":"linear"}}]}""",
            ScoringJson.Options)!;
        Assert.Equal(new RatioBandsRule([new(90, false, BandValue.Max), new(80, true, BandValue.Linear)]), rule);
    }

    [Theory]
    [InlineData("""{"kind":"choice"}""", "Phải có ít nhất một mức.")]
    [InlineData("""{"kind":"deduction","kinds":null}""", "Phải có ít nhất một loại vi phạm.")]
    [InlineData("""{"kind":"ratio-bands","bands":[null]}""", "Phải có ít nhất một bậc.")]
    [InlineData("""{"kind":"year-on-year","bands":[{"fromPercent":90}]}""", "Bậc từ 90 % chưa có giá trị.")]
    [InlineData("""{"kind":"interpolation"}""", "Ngưỡng dưới phải nhỏ hơn ngưỡng trên.")]
    public void What_a_stored_rule_leaves_out_is_a_problem_and_not_a_crash(string json, string problem) =>
        Expect.Problem(problem, JsonSerializer.Deserialize<ScoringRule>(json, ScoringJson.Options)!, 1);

    [Theory]
    [InlineData("""{"kind":"dice"}""")]
    [InlineData("""{"step":1}""")]
    [InlineData("""{"kind":"ratio-bands","bands":[{"fromPercent":90,"value":{}}]}""")]
    public void A_rule_of_no_known_kind_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ScoringRule>(json, ScoringJson.Options));

    [Fact]
    public void Enumerations_are_written_as_words() =>
        Assert.Equal("\"notApplicable\"", JsonSerializer.Serialize(EvaluationStatus.NotApplicable, ScoringJson.Options));

    private static JsonNode Reorder(JsonNode node, Func<IEnumerable<string>, IEnumerable<string>> order) => node switch
    {
        JsonObject o => new JsonObject(order(o.Select(x => x.Key)).Select(key => KeyValuePair.Create(key, o[key] is { } value ? Reorder(value, order) : null))),
        JsonArray a => new JsonArray([.. a.Select(x => x is null ? null : Reorder(x, order))]),
        _ => node.DeepClone(),
    };
}
