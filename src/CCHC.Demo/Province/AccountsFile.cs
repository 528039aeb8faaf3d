namespace CCHC.Demo.Province;

/// <summary>A role of an account of the demo province; a person with several roles stands on several lines.</summary>
public sealed record DemoAccount(string UserName, string Password, string Role, string UnitCode);

/// <summary>The passwords of the demo province: <c>username,password,role,unit_code</c>, readable by its owner only.</summary>
public static class AccountsFile
{
    public static IReadOnlyList<DemoAccount> Read(string path) => File.Exists(path)
        ? [.. File.ReadLines(path).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')).Select(cell => new DemoAccount(cell[0], cell[1], cell[2], cell[3]))]
        : throw new IOException($"Không có tệp tài khoản {path}: hệ thống được khởi tạo không kèm tỉnh mẫu (--empty)?");

    public static void Write(string path, IEnumerable<DemoAccount> accounts)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.NewLine = "\n";
        writer.WriteLine("username,password,role,unit_code");
        foreach (var account in accounts)
        {
            writer.WriteLine($"{account.UserName},{account.Password},{account.Role},{account.UnitCode}");
        }
    }
}
