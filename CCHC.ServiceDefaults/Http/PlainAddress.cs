using System.Net;

namespace CCHC.ServiceDefaults.Http;

public static class PlainAddress
{
    /// <summary>An IPv4 address that came by a socket of both kinds, as <c>::ffff:203.0.113.7</c>, as what it is.</summary>
    public static IPAddress Plain(this IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
