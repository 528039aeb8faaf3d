using CCHC.Identity.Accounts;
using CCHC.Identity.Clients;
using CCHC.Identity.Data;
using CCHC.Identity.Passkeys;
using CCHC.Identity.Passwords;
using CCHC.Identity.SecondFactors;
using CCHC.Identity.Sessions;
using CCHC.Identity.Tokens;
using CCHC.Identity.Units;
using CCHC.Identity.UnitTypes;
using CCHC.ServiceDefaults;
using CCHC.ServiceDefaults.Http;
using CCHC.ServiceDefaults.Messaging;
using CCHC.ServiceDefaults.Persistence;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPersistence<IdentityDbContext>("identity-db", Gauges.All);
builder.AddMessaging("identity", typeof(IdentityDbContext).Assembly);
builder.AddTokens();
builder.AddAccounts();
builder.AddPasskeys();
builder.AddForwardedAddresses("Identity:Proxies"); // the gateway, behind which people are
builder.Services.AddScoped<Reorganisation>();
builder.Services.AddValidation();

var app = builder.Build();
app.UseServiceDefaults("identity");
app.MapTokens();
app.MapUnits();
app.MapUnitTypes();
app.MapAccounts();
app.MapPasswords();
app.MapSecondFactors();
app.MapPasskeys();
app.MapSessions();
app.MapClients();
await app.RunIdentityAsync(args);
