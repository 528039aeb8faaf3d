using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace CCHC.Assessment.Evidence;

/// <summary>What stands at the head of an official document: number and symbol, date, issuer, date of effect.</summary>
public sealed record DocumentDetails(
    [property: StringLength(100)] string? Number,
    DateOnly? IssuedOn,
    [property: StringLength(300)] string? Issuer,
    DateOnly? EffectiveOn)
{
    public static readonly DocumentDetails None = new(null, null, null, null);

    public const string DateFormat = "dd/MM/yyyy";

    public DocumentDetails Tidy() => this with { Number = Blank(Number), Issuer = Blank(Issuer) };

    /// <summary>Null without a number.</summary>
    public string? Reference() => Number is null
        ? null
        : Number + (IssuedOn is { } date ? " ngày " + Text(date) : "") + (Issuer is null ? "" : " của " + Issuer);

    /// <summary>What an appraiser would ask about; nothing is refused for it, because a decree of an earlier year may well be the proof.</summary>
    public IEnumerable<string> Doubts(int year, DateOnly today)
    {
        if (IssuedOn is { } issued && issued > today)
        {
            yield return $"Ngày ban hành {Text(issued)} ở tương lai.";
        }
        else if (IssuedOn is { } other && other.Year != year)
        {
            yield return $"Ngày ban hành {Text(other)} không thuộc năm đánh giá {year}.";
        }

        if (EffectiveOn is { } effective && effective.Year > year)
        {
            yield return $"Có hiệu lực từ {Text(effective)}, sau năm đánh giá {year}.";
        }

        if (EffectiveOn < IssuedOn)
        {
            yield return $"Có hiệu lực từ {Text(EffectiveOn.Value)}, trước ngày ban hành {Text(IssuedOn.Value)}.";
        }
    }

    private static string Text(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Normalize();
}
