using CCHC.Criteria.Annexes;
using CCHC.Criteria.Calendars;
using CCHC.Criteria.Campaigns;
using CCHC.Criteria.CriteriaSets;
using CCHC.Criteria.Data;
using CCHC.Criteria.Plans;
using CCHC.Scoring;
using CCHC.ServiceDefaults;
using CCHC.ServiceDefaults.Messaging;
using CCHC.ServiceDefaults.Persistence;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddPersistence<CriteriaDbContext>("criteria-db");
builder.AddMessaging("criteria", typeof(CriteriaDbContext).Assembly);
builder.Services.AddHostedService<CampaignClock>();
builder.Services.AddValidation();
builder.Services.ConfigureHttpJsonOptions(options => ScoringJson.Configure(options.SerializerOptions));

var app = builder.Build();

app.UseServiceDefaults("criteria");
app.MapCriteriaSets();
app.MapAnnexes();
app.MapCampaigns();
app.MapCalendars();
app.MapPlans();

await app.RunServiceAsync<CriteriaDbContext>(args);
