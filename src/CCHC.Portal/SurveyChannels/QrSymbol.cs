using System.Text;
using QRCoder;

namespace CCHC.Portal.SurveyChannels;

/// <summary>A QR code as one SVG path, a module a unit wide, in the quiet zone of four modules that the standard (ISO/IEC 18004) asks for.</summary>
/// <param name="Size">Modules along a side, quiet zone included.</param>
/// <param name="Path">Dark runs of every row.</param>
public sealed record QrSymbol(int Size, string Path)
{
    /// <summary>Readable with 15 % of it dirty or creased.</summary>
    public static QrSymbol Of(string text)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var modules = data.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < modules.Count; y++)
        {
            for (var x = 0; x < modules.Count; x++)
            {
                var from = x;
                while (x < modules.Count && modules[y][x])
                {
                    x++;
                }

                if (x > from)
                {
                    path.Append('M').Append(from).Append(' ').Append(y).Append('h').Append(x - from).Append("v1h-").Append(x - from).Append('z');
                }
            }
        }

        return new QrSymbol(modules.Count, path.ToString());
    }
}
