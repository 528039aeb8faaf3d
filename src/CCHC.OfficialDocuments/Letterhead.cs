namespace CCHC.OfficialDocuments;

/// <summary>What stands at the head of documents beside the agency's own name, as an installation sets it; empty leaves room to write it by hand.</summary>
public sealed class Letterhead
{
    /// <summary>"Ủy ban nhân dân tỉnh Lâm Đồng": above the name of a department, or who appointed the council.</summary>
    public string? ParentAgency { get; set; }

    /// <summary>"Lâm Đồng": before the date.</summary>
    public string? Place { get; set; }

    public string? KnownParentAgency => Known(ParentAgency);

    public string PlaceOrRoom => Known(Place) ?? "……………";

    private static string? Known(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
