using System.Text;

namespace CCHC.EndToEnd.Tests;

/// <summary>An empty page, for where any document will do.</summary>
internal static class SmallPdf
{
    public static byte[] Bytes { get; } = Encoding.ASCII.GetBytes(
        """
        %PDF-1.4
        1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
        trailer<</Root 1 0 R>>
        %%EOF
        """);
}
