using System.Globalization;

namespace CCHC.NativeHosting.Backups;

/// <summary>
/// Where backups are kept, and the passphrase that encrypts both halves: the database's pages and log by pgBackRest, all other files by restic.
/// </summary>
internal sealed record Repository(string Path, string Passphrase)
{
    public const string PassphraseVariable = "CCHC_BACKUP_PASSPHRASE";
    public const string PassphraseFileVariable = "CCHC_BACKUP_PASSPHRASE_FILE";
    private const int ShortestPassphrase = 12;

    public string Database => System.IO.Path.Combine(Path, "database");

    public string Files => System.IO.Path.Combine(Path, "files");

    public bool Exists => File.Exists(System.IO.Path.Combine(Files, "config"));

    /// <param name="path">As typed; null means the one the installation uses already.</param>
    /// <param name="known">That one, if there is one.</param>
    /// <exception cref="BackupFailedException">There is no repository or no passphrase.</exception>
    public static Repository Of(string? path, Repository? known)
    {
        var full = path is { Length: > 0 } ? System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)) : known?.Path
            ?? throw new BackupFailedException("Chưa biết kho sao lưu ở đâu: thêm --to THƯ_MỤC.");
        return new Repository(full, GivenPassphrase() ?? (known is not null && string.Equals(known.Path, full, StringComparison.Ordinal) ? known.Passphrase : throw new BackupFailedException(
            $"Thiếu cụm mật khẩu của kho sao lưu: đặt {PassphraseVariable}, hoặc {PassphraseFileVariable} (--passphrase-file) là tên tệp chứa nó.")));
    }

    private static string? GivenPassphrase()
    {
        var passphrase = Environment.GetEnvironmentVariable(PassphraseVariable);
        if (Environment.GetEnvironmentVariable(PassphraseFileVariable) is { Length: > 0 } file)
        {
            passphrase = File.Exists(file) ? File.ReadAllText(file) : throw new BackupFailedException($"Không có tệp {file} chứa cụm mật khẩu.");
        }

        passphrase = passphrase?.Trim();
        if (string.IsNullOrEmpty(passphrase))
        {
            return null;
        }

        if (passphrase.Length < ShortestPassphrase || passphrase.Any(char.IsControl))
        {
            throw new BackupFailedException(string.Create(CultureInfo.InvariantCulture, $"Cụm mật khẩu phải nằm trên một dòng và có ít nhất {ShortestPassphrase} ký tự."));
        }

        return passphrase;
    }
}
