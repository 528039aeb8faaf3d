using CCHC.Contracts.Criteria;
using CCHC.Ranking.Analyses;
using CCHC.Ranking.Data;
using CCHC.Ranking.Documents;
using CCHC.Ranking.Imports;
using CCHC.Ranking.Publications;
using CCHC.Ranking.Remediation;
using CCHC.Ranking.Snapshots;
using CCHC.Ranking.Standings;
using CCHC.Ranking.Webhooks;
using CCHC.Scoring;
using CCHC.ServiceDefaults;
using CCHC.ServiceDefaults.Messaging;
using CCHC.ServiceDefaults.Persistence;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddPersistence<RankingDbContext>("ranking-db", Gauges.All);
builder.AddMessaging("ranking", typeof(RankingDbContext).Assembly, subject: nameof(CampaignWiped.CampaignId));
builder.Services.AddValidation();
builder.Services.ConfigureHttpJsonOptions(options => ScoringJson.Configure(options.SerializerOptions));
builder.AddStandings();
builder.AddPublications();
builder.AddDocuments();
builder.AddWebhooks();

var app = builder.Build();

app.UseServiceDefaults("ranking");
app.MapStandings();
app.MapAnalyses();
app.MapSnapshots();
app.MapPublications();
app.MapWebhooks();
app.MapImports();
app.MapRemediation();

await app.RunServiceAsync<RankingDbContext>(args);
