using System.Security.Cryptography;

namespace CCHC.Identity.Accounts;

public static class Passwords
{
    /// <summary>60 bits in three blocks; without letters that are mistaken for one another when a password is read out.</summary>
    public static string Generate()
    {
        const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
        return $"{RandomNumberGenerator.GetString(Alphabet, 4)}-{RandomNumberGenerator.GetString(Alphabet, 4)}-{RandomNumberGenerator.GetString(Alphabet, 4)}";
    }
}
