using System.Globalization;

namespace CCHC.Portal.Tests;

/// <summary>A survey of two respondent groups, as the survey service tells of it.</summary>
internal static class ChannelSamples
{
    public static readonly Guid Campaign = Guid.CreateVersion7();
    public static readonly Guid Survey = Guid.CreateVersion7();
    public static readonly Guid Draw = Guid.CreateVersion7();
    public static readonly Guid HacThanh = Guid.CreateVersion7();
    public static readonly Guid NongCong = Guid.CreateVersion7();

    public static string Page { get; } = $"/dieu-tra/{Campaign}/cuoc/{Survey}";

    public static string Api { get; } = $"/api/survey/surveys/{Survey}";

    public static object Fielded(string status = "open") => new
    {
        id = Survey, campaignId = Campaign, code = "SIPAS", name = "Đo lường sự hài lòng 2026", status, version = 3, practice = false,
        respondentGroups = new[] { new { code = "ND", name = "Người dân", rates = "one", submissions = 0 }, new { code = "DB", name = "Đại biểu HĐND", rates = "all", submissions = 0 } },
        links = new[] { new { respondentGroup = "ND", respondentGroupName = "Người dân", code = "ABCDE12345", path = "/khao-sat/ABCDE12345" } },
    };

    public static Guid Frame { get; } = Guid.CreateVersion7();

    public static object Frames(params object[] erasures) => new
    {
        campaignId = Campaign,
        items = new[]
        {
            new
            {
                id = Frame, name = "Hồ sơ một cửa", source = "Bộ phận một cửa", people = 1000, duplicates = 0, importedBy = "Lê Lan", importedAt = At, erasedAt = default(DateTimeOffset?),
                strata = Array.Empty<object>(), draws = new[] { new { id = Draw, seed = "2026", sample = 286, reserve = 57, drawnBy = "Lê Lan", drawnAt = At } }, erasures,
            },
        },
    };

    public static object Invitations() => new
    {
        items = new[]
        {
            new { serial = 12, stratum = "Xã", cluster = "Nông Cống", unitName = "Xã Nông Cống", state = "open", reminders = 2 },
            new { serial = 13, stratum = "Xã", cluster = "Nông Cống", unitName = "Xã Nông Cống", state = "answered", reminders = 0 },
        },
        total = 120, answered = 40, open = 60, invited = 100,
        strata = new[] { new { respondentGroup = "ND", stratum = "Xã", sample = 100, answered = 40 } },
    };

    public static object Labels(int count) => new
    {
        surveyName = "Đo lường sự hài lòng 2026", total = count,
        items = Enumerable.Range(1, count).Select(serial => new
        {
            serial, code = $"ABCD-EFGH-{serial.ToString("0000", CultureInfo.InvariantCulture)}", path = $"/khao-sat/ABCDEFGH{serial.ToString("0000", CultureInfo.InvariantCulture)}", stratum = "Xã", cluster = "Nông Cống", name = $"Người thứ {serial}",
        }),
    };

    public static object PaperForms(string status = "open", int compared = 400, int differences = 6) => new
    {
        campaignId = Campaign, surveyName = "Đo lường sự hài lòng 2026", status, practice = false, doubleShare = 0.1,
        respondentGroups = new[] { new { code = "ND", name = "Người dân", strata = new[] { "Phường", "Xã" } }, new { code = "DB", name = "Đại biểu HĐND", strata = Array.Empty<string>() } },
        items = new object[]
        {
            new { number = "7", state = "mismatch", firstBy = "Lê Lan", secondBy = "Trần Bình", mayEnterSecond = false },
            new { number = "8", state = "awaitingSecond", firstBy = "Lê Lan", mayEnterSecond = true },
            new { number = "9", state = "awaitingSecond", firstBy = "Nguyễn Văn A", mayEnterSecond = false },
        },
        total = 40, awaitingSecond = 2, mismatch = 1, drawn = 9, compared, differences,
    };

    /// <summary>Rated by one unit of choice (“one”) or by all; a question of every kind, one of them asked only on a condition.</summary>
    public static object Questionnaire(string rates) => new
    {
        surveyName = "Đo lường sự hài lòng 2026", respondentGroup = "Người dân", status = "open", version = 3, language = "vi", personal = false, rates, practice = false,
        units = new[] { new { id = HacThanh, code = "X1", name = "Phường Hạc Thành", groupCode = "xa" }, new { id = NongCong, code = "X2", name = "Xã Nông Cống", groupCode = "xa" } },
        sections = new object[]
        {
            new
            {
                code = "P1", title = "Lần giải quyết thủ tục",
                questions = new object[]
                {
                    Question("KENH", "single", "Nộp hồ sơ bằng cách nào?", options: [("truc-tiep", "Trực tiếp"), ("truc-tuyen", "Qua mạng")], required: true),
                    Question("LAN", "number", "Phải đến mấy lần?", showIf: new { question = "KENH", options = new[] { "truc-tiep" } }),
                    Question("MUON", "multiple", "Mong cải thiện gì?", options: [("A", "Thời gian"), ("B", "Thái độ")]),
                    Question("YKIEN", "text", "Ý kiến khác"),
                },
            },
            new
            {
                code = "P2", title = "Mức hài lòng",
                questions = new object[] { Question("HL1.1", "rating", "Hài lòng về nơi chờ", options: [("1", "Rất không hài lòng"), ("5", "Rất hài lòng"), ("K", "Không biết")], perUnit: true, required: true) },
            },
        },
    };

    private static DateTimeOffset At { get; } = new(2026, 11, 20, 7, 5, 0, TimeSpan.Zero);

    private static object Question(string code, string kind, string text, (string Code, string Text)[]? options = null, bool perUnit = false, bool required = false, object? showIf = null) => new
    {
        code, kind, text, required, perUnit, groups = Array.Empty<string>(), showIf,
        options = (options ?? []).Select(option => new { code = option.Code, text = option.Text }),
    };
}
