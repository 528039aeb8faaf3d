using System.Security.Cryptography;

namespace CCHC.Identity.Passwords;

/// <summary>Random text that people read out and type, without letters that are mistaken for one another; almost five bits a letter.</summary>
public static class ReadableBlocks
{
    public const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    public const int Size = 4;

    /// <summary>Such as <c>k7mq-x2pd</c>.</summary>
    public static string Generate(int blocks) => string.Join('-', Enumerable.Range(0, blocks).Select(_ => RandomNumberGenerator.GetString(Alphabet, Size)));
}
