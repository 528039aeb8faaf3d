using CCHC.Gateway;
using CCHC.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddForwardedAddresses();
builder.AddRateLimits();
builder.AddPublicCache();
builder.AddRoutes();
builder.AddSystemHealth();

var app = builder.Build();
app.UseForwardedHeaders();
app.UseMiddleware<ArrivalStamp>();
app.UseServiceDefaults();
app.UseMiddleware<UnavailablePage>();
app.UseMiddleware<ResumableUploads>();
app.UseMiddleware<BodySizeLimit>();
app.UseRateLimiter();
app.UseOutputCache();
app.MapSystemHealth();
app.MapApiIndex();
app.MapRoutes();
await app.RunAsync();
