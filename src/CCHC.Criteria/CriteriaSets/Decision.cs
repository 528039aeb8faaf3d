using System.Globalization;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>The legal act by which a set is issued (quyết định ban hành).</summary>
/// <param name="Number">Such as 2948/QĐ-BNV.</param>
/// <param name="Date">Of signature.</param>
/// <param name="Issuer">The issuing body.</param>
public sealed record Decision(string Number, DateOnly Date, string Issuer)
{
    /// <summary>As papers refer to it, after the word "Quyết định".</summary>
    public string InWords() => $"số {Number} ngày {Date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)} của {Issuer}";
}
