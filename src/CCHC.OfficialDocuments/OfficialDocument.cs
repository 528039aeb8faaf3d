using System.Globalization;

namespace CCHC.OfficialDocuments;

/// <summary>What stands above the text. A number or a date that is not known yet leaves room to write it by hand.</summary>
public sealed record DocumentHead
{
    /// <summary>"UBND tỉnh Lâm Đồng"; null where no agency stands above.</summary>
    public string? ParentAgency { get; init; }

    public required string Agency { get; init; }

    public int? Number { get; init; }

    /// <summary>"BC-SNV".</summary>
    public required string Symbol { get; init; }

    /// <summary>Number and symbol as they are written, "482/QĐ-UBND", in place of <see cref="Number"/> and <see cref="Symbol"/>.</summary>
    public string? NumberText { get; init; }

    /// <summary>Null leaves out place and date, as in minutes, whose text tells both.</summary>
    public required string? Place { get; init; }

    public DateOnly? Date { get; init; }

    /// <summary>The date as it is written, "ngày 05 tháng 01 năm 2026", in place of <see cref="Date"/>.</summary>
    public string? DateText { get; init; }

    /// <summary>"Báo cáo".</summary>
    public required string Kind { get; init; }

    /// <summary>"Tự đánh giá, chấm điểm cải cách hành chính năm 2026".</summary>
    public required string Subject { get; init; }

    internal string NumberLine => $"Số: {NumberText ?? (Number is { } number ? $"{Counted(number)}/{Symbol}" : $"        /{Symbol}")}";

    // Decree 30/2020/NĐ-CP, Annex I: an annex names the document it goes with.
    internal string AnnexLine => $"(Kèm theo {Kind} số {NumberText ?? $"{(Number is { } number ? Counted(number) : "      ")}/{Symbol}"} {DateText ?? DayText(Date)})";

    internal string DateLine => Place is null ? "" : $"{Place}, {DateText ?? DayText(Date)}";

    /// <summary>A day as documents write it, or room for it; by Decree 30/2020/NĐ-CP, Annex I, days below 10 and months 1 and 2 have a zero before them.</summary>
    public static string DayText(DateOnly? day) => day is { } date
        ? string.Create(CultureInfo.InvariantCulture, $"ngày {date.Day:00} tháng {(date.Month < 3 ? "0" : "")}{date.Month} năm {date.Year}")
        : "ngày       tháng       năm         ";

    private static string Counted(int number) => string.Create(CultureInfo.InvariantCulture, $"{number:00}");
}

/// <param name="Title">"Giám đốc", or with a line break "TM. Ủy ban nhân dân" above "Chủ tịch".</param>
/// <param name="Name">Null leaves room for it.</param>
public sealed record Signer(string Title, string? Name);

/// <summary>A part of the text.</summary>
public abstract record Block;

/// <summary>Numbered by its place: I., 1., a).</summary>
/// <param name="Level">1 to 3.</param>
public sealed record Heading(string Text, int Level = 1) : Block;

/// <summary>A line break begins a new paragraph.</summary>
public sealed record Paragraph(string Text) : Block;

/// <summary>A line in the middle: who decides, and the word that begins the articles of a decision in bold, a remark in italics.</summary>
public sealed record Centred(string Text, bool Italic = false) : Block;

/// <summary>What a decision rests on, in italics: "Căn cứ …;".</summary>
public sealed record Ground(string Text) : Block;

/// <summary>"Điều 1. …", numbered by its place; a line break begins a new paragraph.</summary>
public sealed record Article(string Text) : Block;

/// <summary>Stands behind the signature on pages of its own; its headings are counted from 1 again.</summary>
/// <param name="Number">"Phụ lục 1".</param>
/// <param name="Title">What it holds.</param>
/// <param name="Body">Its tables and texts.</param>
public sealed record Annex(string Number, string Title, IReadOnlyList<Block> Body);

/// <summary>An official document in Word, laid out by Decree 30/2020/NĐ-CP; the same content gives the same bytes.</summary>
public sealed class OfficialDocument(DocumentHead head)
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    public IReadOnlyList<Block> Body { get; init; } = [];

    public Signer? Signer { get; init; }

    /// <summary>Signs beside <see cref="Signer"/> and without a stamp, as the secretary of a meeting does; the recipients then stand below both.</summary>
    public Signer? LeftSigner { get; init; }

    /// <summary>"Bộ Nội vụ", …, "Lưu: VT, CCHC".</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    public IReadOnlyList<Annex> Annexes { get; init; } = [];

    internal DocumentHead Head => head;

    public void Write(Stream output) => Layout.Write(this, output);
}
