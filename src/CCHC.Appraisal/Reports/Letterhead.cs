namespace CCHC.Appraisal.Reports;

/// <summary>What stands at the head of the council's documents beside its own name; empty leaves room to write it by hand.</summary>
public sealed class Letterhead
{
    /// <summary>"Ủy ban nhân dân tỉnh Lâm Đồng": who appointed the council.</summary>
    public string? ParentAgency { get; set; }

    /// <summary>"Lâm Đồng": before the date.</summary>
    public string? Place { get; set; }

    internal string? KnownParentAgency => Known(ParentAgency);

    internal string PlaceOrRoom => Known(Place) ?? "……………";

    private static string? Known(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
