namespace CCHC.Annexes;

/// <summary>The table of an annex with every cell as typed, before anything is concluded from it.</summary>
/// <param name="Name">From the title lines above the table; empty when there are none.</param>
/// <param name="Columns">Where the table keeps what.</param>
/// <param name="Rows">Everything below the header, in sheet order.</param>
/// <param name="Doubts">What was assumed in choosing the table, such as one sheet of two.</param>
public sealed record AnnexDocument(string Name, AnnexColumns Columns, IReadOnlyList<AnnexRow> Rows, IReadOnlyList<AnnexDoubt> Doubts);

/// <summary>Letters of the columns; null for one that the annex does not have.</summary>
public sealed record AnnexColumns(string? Code, string Name, string? MaxPoints, string? Method, string? Evidence);

/// <summary>One row of an annex. A sheet row that names a field and a criterion side by side becomes two of them.</summary>
/// <param name="Row">Row of the sheet, from 1.</param>
/// <param name="Code">STT or mã, as typed.</param>
/// <param name="Name">As typed.</param>
/// <param name="MaxPoints">As typed.</param>
/// <param name="Method">Cách tính điểm, as typed; from a merged cell it stands in every row of the merge.</param>
/// <param name="Evidence">Tài liệu kiểm chứng, as typed.</param>
/// <param name="Skipped">True: not part of the set. False: part of it, whatever it looks like. Null: judge by the text.</param>
/// <param name="Level">Depth from 0 where the annex has a column for each level.</param>
/// <param name="Exact">What the export wrote beside the row so that nothing is lost (<see cref="ExactNode"/> as JSON).</param>
/// <param name="MethodRepeated">The method is that of the row above, from one merged cell.</param>
/// <param name="NameRepeated">The name is that of the row above, from one merged cell, though the row has a number and points of its own.</param>
public sealed record AnnexRow(
    int Row, string? Code, string? Name, string? MaxPoints, string? Method, string? Evidence, bool? Skipped = null, int? Level = null, string? Exact = null,
    bool MethodRepeated = false, bool NameRepeated = false);

/// <summary>A cell that could be read in more than one way, or in none.</summary>
/// <param name="Row">Row of the sheet, from 1.</param>
/// <param name="Column">Letter of the column.</param>
/// <param name="Text">As typed.</param>
/// <param name="Assumed">What was taken instead, a Vietnamese sentence.</param>
public sealed record AnnexDoubt(int Row, string Column, string Text, string Assumed);
