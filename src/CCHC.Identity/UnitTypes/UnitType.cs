using System.Globalization;
using System.Text;

namespace CCHC.Identity.UnitTypes;

/// <summary>A kind of unit; whether it governs decides who may own campaigns and how far the roles of its people reach.</summary>
public sealed class UnitType
{
    public const int CodeLength = 50;
    public const int NameLength = 100;
    public const string CodePattern = "^[a-z0-9]+(-[a-z0-9]+)*$";

    private UnitType()
    {
    }

    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";

    /// <summary>A level of government: province, district, commune, ward, township or special zone.</summary>
    public bool Governs { get; private set; }

    public int Position { get; private set; }

    public static UnitType Register(string code, string name, bool governs, int position)
    {
        var type = new UnitType { Code = code };
        type.Change(name, governs, position);
        return type;
    }

    /// <summary>True when units of this type have to be told of again.</summary>
    public bool Change(string name, bool governs, int position)
    {
        var told = (Name, Governs) != (name, governs);
        (Name, Governs, Position) = (name, governs, position);
        return told;
    }

    /// <summary>What remains of a name when case, accents and the number of blanks do not matter.</summary>
    public static string Fold(string text)
    {
        var letters = text.Normalize(NormalizationForm.FormD)
            .Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            .Select(letter => letter is 'đ' or 'Đ' ? 'd' : char.ToLowerInvariant(letter));
        return string.Join(' ', new string([.. letters]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>A code for a type that came with a name alone.</summary>
    public static string CodeFor(string name)
    {
        var words = new string([.. Fold(name).Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')]);
        var code = string.Join('-', words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return code.Length == 0 ? "loai" : code[..Math.Min(code.Length, CodeLength - 4)].TrimEnd('-');
    }
}
