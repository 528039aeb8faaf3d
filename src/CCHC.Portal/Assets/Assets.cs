using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace CCHC.Portal.Assets;

/// <summary>The browser's files of <c>wwwroot/lib</c>: addressed by content, so they are cached for good, and sent as compressed at build.</summary>
public sealed class AssetFiles
{
    private static readonly (string Encoding, string Suffix)[] Encodings = [("br", ".br"), ("gzip", ".gz"), ("", "")];

    private readonly FrozenDictionary<string, Asset> _assets = Load(Path.Combine(AppContext.BaseDirectory, "wwwroot", "lib"));

    public string Url(string name) => $"/lib/{name}?v={_assets[name].Version}";

    /// <summary>A script that is sent from another address, with something before it.</summary>
    internal string Text(string name) => Encoding.UTF8.GetString(_assets[name].Contents[""]);

    internal IResult Send(string name, HttpContext context)
    {
        if (!_assets.TryGetValue(name, out var asset))
        {
            return TypedResults.NotFound();
        }

        var accepted = context.Request.Headers.AcceptEncoding.ToString();
        var (encoding, suffix) = Array.Find(Encodings, x => accepted.Contains(x.Encoding, StringComparison.OrdinalIgnoreCase));
        if (encoding.Length > 0)
        {
            context.Response.Headers.ContentEncoding = encoding;
        }

        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        context.Response.Headers.CacheControl = string.Equals(context.Request.Query["v"], asset.Version, StringComparison.Ordinal)
            ? "public, max-age=31536000, immutable"
            : "public, max-age=60";
        return TypedResults.Bytes(asset.Contents[suffix], asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Version}{suffix}\""));
    }

    private static FrozenDictionary<string, Asset> Load(string folder) =>
        Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)!).Where(name => Path.GetExtension(name) is not (".br" or ".gz"))
            .ToFrozenDictionary(name => name, name => new Asset(folder, name), StringComparer.Ordinal);

    private sealed class Asset(string folder, string name)
    {
        public Dictionary<string, byte[]> Contents { get; } = Encodings.Select(x => x.Suffix)
            .ToDictionary(suffix => suffix, suffix => File.ReadAllBytes(Path.Combine(folder, name + suffix)), StringComparer.Ordinal);

        public string Version => field ??= Convert.ToHexStringLower(SHA256.HashData(Contents[""]))[..12];

        public string ContentType { get; } = Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            _ => "image/svg+xml",
        };
    }
}

public static class AssetEndpoints
{
    public static void MapAssets(this IEndpointRouteBuilder app)
    {
        app.MapGet("/lib/{name}", (string name, AssetFiles assets, HttpContext context) => assets.Send(name, context)).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/favicon.ico", (AssetFiles assets, HttpContext context) => assets.Send("favicon.svg", context)).AllowAnonymous().ExcludeFromDescription();
    }
}
