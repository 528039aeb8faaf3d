using CCHC.Gateway;
using CCHC.ServiceDefaults;
using CCHC.ServiceDefaults.Http;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddTls();
builder.AddSlowClientLimits();
builder.AddForwardedAddresses("Gateway:Proxies"); // a reverse proxy, and the portal, which asks for its browsers
builder.AddRateLimits();
builder.AddPublicCache();
builder.AddRoutes();
builder.AddSystemHealth();
EndedSessionCheck.Add(builder);

var app = builder.Build();
app.UseForwardedHeaders();
app.UseMiddleware<SecurityHeaders>();
app.UseMiddleware<ArrivalStamp>();
app.UseServiceDefaults();
app.UseMiddleware<EndedSessionCheck>();
app.UseMiddleware<UnavailablePage>();
app.UseMiddleware<ResumableUploads>();
app.UseMiddleware<BodySizeLimit>();
app.UseRateLimiter();
app.UseMiddleware<UnknownCodes>();
app.UseOutputCache();
app.MapSystemHealth();
app.MapApiIndex();
app.MapRoutes();
await app.RunAsync();
