namespace CCHC.Portal.Tests;

/// <summary>Forms as the survey service shows them.</summary>
internal static class SurveySamples
{
    public const string Finance = "0193c0de-0000-7000-8000-000000000001";
    public const string Interior = "0193c0de-0000-7000-8000-000000000002";

    private static readonly string[] Letters = ["A", "B", "C", "D", "K"];
    private static readonly string[] Steps = ["1", "2", "3", "4", "5", "K"];

    /// <summary>Four sections: a question with two follow-ups in its own section, a section that only some see, a matrix of two units, the rest.</summary>
    public static object Form(int version = 3, string rates = "all", bool personal = false, string language = "vi", object[]? units = null) => new
    {
        surveyName = "Khảo sát mức độ hài lòng năm 2026", introduction = "Kính mời ông/bà trả lời.", respondentGroup = "Người dân", status = "open", notice = (string?)null,
        version, language, languages = new[] { "vi", "en" }, personal, rates, practice = false,
        units = units ?? [Unit(Finance, "STC", "Sở Tài chính"), Unit(Interior, "SNV", "Sở Nội vụ")],
        sections = new object[]
        {
            Section("I", "Việc đã giải quyết", null,
                Question("Q1", "single", "Ông/bà đã nộp hồ sơ chưa?", required: true, options: Letters[..2]),
                Question("Q2", "number", "Ông/bà phải đi lại bao nhiêu lần?", required: true, least: 0, most: 20, showIf: new { question = "Q1", options = Letters[..1] }),
                Question("Q3", "multiple", "Ông/bà biết tin qua đâu?", options: Letters[..3])),
            Section("II", "Chất lượng phục vụ", new { question = "Q1", options = Letters[..1] }, Question("R1", "rating", "Ông/bà hài lòng thế nào?", options: Steps)),
            Section("III", "Ý kiến về từng cơ quan", null, Question("M1", "single", "Chất lượng phối hợp", perUnit: true, options: Letters)),
            Section("IV", "Góp ý", null, Question("T1", "text", "Ông/bà góp ý thêm gì?", longest: 30)),
        },
    };

    /// <summary>One section, asked once.</summary>
    public static object ShortForm(int version = 1, bool personal = false) => new
    {
        surveyName = "Khảo sát ngắn", introduction = "", respondentGroup = "Người dân", status = "open", notice = (string?)null, version, language = "vi", languages = new[] { "vi" },
        personal, rates = "all", practice = false, units = Array.Empty<object>(),
        sections = new[] { Section("I", "Một câu hỏi", null, Question("Q1", "single", "Ông/bà có hài lòng không?", options: Letters[..2])) },
    };

    /// <summary>Two sections, of which the second is asked after one answer of the first only.</summary>
    public static object OpenEnd() => new
    {
        surveyName = "Khảo sát ngắn", introduction = "", respondentGroup = "Người dân", status = "open", notice = (string?)null, version = 1, language = "vi", languages = new[] { "vi" },
        personal = false, rates = "all", practice = false, units = Array.Empty<object>(),
        sections = new[]
        {
            Section("I", "Một câu hỏi", null, Question("Q1", "single", "Ông/bà có hài lòng không?", options: Letters[..2])),
            Section("II", "Vì sao", new { question = "Q1", options = Letters[..1] }, Question("T1", "text", "Vì sao?")),
        },
    };

    /// <summary>A hundred and thirty units are asked about in ten questions each, as large as councils' forms get.</summary>
    public static object LargeForm() => new
    {
        surveyName = "Khảo sát đại biểu", introduction = "", respondentGroup = "Đại biểu", status = "open", notice = (string?)null, version = 1, language = "vi", languages = new[] { "vi" },
        personal = false, rates = "all", practice = false,
        units = Enumerable.Range(1, 130).Select(i => Unit($"0193c0de-0000-7000-8000-{i:D12}", $"X{i}", $"Phường thứ {i}")).ToArray(),
        sections = new[] { Section("I", "Mười câu", null, [.. Enumerable.Range(1, 10).Select(i => Question($"C{i}", "single", $"Câu {i}", perUnit: true, options: Letters))]) },
    };

    public static object Closed(string notice) => new
    {
        surveyName = "Khảo sát ngắn", introduction = "", respondentGroup = "Người dân", status = "open", notice, version = 1, language = "vi", languages = new[] { "vi" }, personal = true,
        rates = "all", practice = false, units = Array.Empty<object>(), sections = Array.Empty<object>(),
    };

    public static object Unit(string id, string code, string name) => new { id, code, name, groupCode = "so" };

    private static object Section(string code, string title, object? showIf, params object[] questions) => new { code, title, text = (string?)null, showIf, questions };

    private static object Question(
        string code, string kind, string text, bool required = false, bool perUnit = false, string[]? options = null, int? least = null, int? most = null, int? longest = null, object? showIf = null) => new
        {
            code, kind, text, help = (string?)null, required, perUnit, groups = Array.Empty<string>(), options = (options ?? []).Select(option => new { code = option, text = $"Phương án {option}" }),
            least, most, longest, showIf,
        };
}
