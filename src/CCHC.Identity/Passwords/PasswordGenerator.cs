namespace CCHC.Identity.Passwords;

public static class PasswordGenerator
{
    /// <summary>79 bits in four blocks.</summary>
    public static string Generate() => ReadableBlocks.Generate(4);
}
