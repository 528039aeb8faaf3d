namespace CCHC.Criteria.CriteriaSets;

/// <summary>The legal act by which a set is issued (quyết định ban hành).</summary>
/// <param name="Number">Such as 2948/QĐ-BNV.</param>
/// <param name="Date">Of signature.</param>
/// <param name="Issuer">The issuing body.</param>
public sealed record Decision(string Number, DateOnly Date, string Issuer);
