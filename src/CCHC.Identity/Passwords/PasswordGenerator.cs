using System.Security.Cryptography;

namespace CCHC.Identity.Passwords;

public static class PasswordGenerator
{
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>79 bits in four blocks; without letters that are mistaken for one another when a password is read out.</summary>
    public static string Generate() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4)));
}
