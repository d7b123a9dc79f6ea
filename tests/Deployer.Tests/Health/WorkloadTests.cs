using Dodas.Deployer.Clusters;
using static Dodas.Deployer.Tests.Health.Namespace;

namespace Dodas.Deployer.Tests.Health;

public sealed class WorkloadTests
{
    private const string AllThere = "observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2";

    [Theory]
    [InlineData(AllThere, ClusterState.Ready, "")]
    [InlineData("observedGeneration: 0, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2", ClusterState.Progressing, "has not seen the last change")]
    [InlineData("observedGeneration: 1, replicas: 2, updatedReplicas: 1, readyReplicas: 2, availableReplicas: 2", ClusterState.Progressing, "1 of 2 pods are up to date")]
    [InlineData("observedGeneration: 1, replicas: 3, updatedReplicas: 2, readyReplicas: 3, availableReplicas: 3", ClusterState.Progressing, "former revision")]
    [InlineData("observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 1", ClusterState.Progressing, "1 of 2 pods are ready")]
    [InlineData("observedGeneration: 1, replicas: 2, updatedReplicas: 2", ClusterState.Progressing, "0 of 2 pods are ready")]
    [InlineData("observedGeneration: 1, replicas: 2, updatedReplicas: 2, conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded, message: timed out progressing}]", ClusterState.Failed, "timed out progressing")]
    [InlineData("observedGeneration: 1, conditions: [{type: ReplicaFailure, status: 'True', message: 'pods \"web-1\" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2'}]", ClusterState.Failed, "The quota `small` of the namespace is used up: asked for pods=1, in use pods=2, allowed pods=2.")]
    public void A_deployment_is_ready_when_all_its_pods_are_new_and_available(string status, ClusterState state, string says) =>
        Judge($$"""{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, uid: d, generation: 1}, spec: {replicas: 2}, status: { {{status}} } }""", state, says);

    [Fact]
    public void A_paused_deployment_is_suspended_and_one_scaled_to_nothing_is_ready()
    {
        Judge("{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {paused: true}}", ClusterState.Suspended, "Paused");
        new Namespace("{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 0}, status: {}}").Assess().State.Should().Be(ClusterState.Ready);
    }

    [Fact]
    public void Only_pods_of_the_newest_revision_make_a_deployment_fail()
    {
        const string Deployment = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, uid: d}, spec: {replicas: 1}, status: {replicas: 2, updatedReplicas: 1, readyReplicas: 0, availableReplicas: 0}}";
        static string Set(string name, int revision) => $$"""{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: {{name}}, uid: {{name}}, ownerReferences: [{uid: d}], annotations: {deployment.kubernetes.io/revision: "{{revision}}" } }, spec: {replicas: 1} }""";
        const string Crash = "{phase: Running, containerStatuses: [{name: web, restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 2}}}]}";

        new Namespace(Documents(Deployment, Set("web-old", 1), Set("web-new", 2), Pod("web-old-1", "web-old", Crash), Pod("web-new-1", "web-new", "{phase: Pending}")))
            .Assess().State.Should().Be(ClusterState.Progressing);

        var failed = new Namespace(Documents(Deployment, Set("web-old", 1), Set("web-new", 2), ReadyPod("web-old-1", "web-old"), Pod("web-new-1", "web-new", Crash))).Assess();
        failed.State.Should().Be(ClusterState.Failed);
        failed.Cause.Summary.Should().Be("Container `web` ended with exit code 2. It was restarted 3 times.");
        failed.Cause.Chain.Select(link => link.Object).Should().Equal("Deployment/web", "Pod/web-new-1");
        failed.Objects.Select(item => (item.Kind, item.Name, item.Owner)).Should().Equal(
            ("Deployment", "web", null), ("Pod", "web-new-1", "Deployment/web"), ("Pod", "web-old-1", "Deployment/web"));
    }

    [Fact]
    public void A_replica_set_that_may_not_make_pods_is_the_root_of_its_deployments_failure()
    {
        var failed = new Namespace(Documents(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, uid: d}, spec: {replicas: 1}, status: {replicas: 0}}",
            """{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web-1, uid: r, ownerReferences: [{uid: d}]}, spec: {replicas: 1}, status: {conditions: [{type: ReplicaFailure, status: 'True', message: 'pods "web-1-x" is forbidden: violates PodSecurity "restricted:latest": privileged (container "web" must not be)'}]}}""")).Assess();

        failed.State.Should().Be(ClusterState.Failed);
        failed.Cause.Summary.Should().Be("Pod Security level `restricted` of the namespace refuses its pods: privileged (container \"web\" must not be).");
        failed.Cause.Chain.Select(link => link.Object).Should().Equal("Deployment/web", "ReplicaSet/web-1");
    }

    [Theory]
    [InlineData("{replicas: 2}", "{observedGeneration: 3, replicas: 2, readyReplicas: 2, updatedReplicas: 2, currentRevision: a, updateRevision: a}", ClusterState.Ready, "")]
    [InlineData("{replicas: 2}", "{observedGeneration: 2, replicas: 2, readyReplicas: 2}", ClusterState.Progressing, "has not seen")]
    [InlineData("{replicas: 2}", "{observedGeneration: 3, replicas: 2, readyReplicas: 1}", ClusterState.Progressing, "1 of 2 pods are ready")]
    [InlineData("{replicas: 2}", "{observedGeneration: 3, replicas: 2, readyReplicas: 2, availableReplicas: 1}", ClusterState.Progressing, "long enough")]
    [InlineData("{replicas: 2}", "{observedGeneration: 3, replicas: 2, readyReplicas: 2, updatedReplicas: 1, currentRevision: a, updateRevision: b}", ClusterState.Progressing, "1 of 2 pods are up to date")]
    [InlineData("{replicas: 2}", "{observedGeneration: 3, replicas: 2, readyReplicas: 2, updatedReplicas: 2, currentRevision: a, updateRevision: b}", ClusterState.Progressing, "not finished")]
    [InlineData("{replicas: 2}", "{observedGeneration: 3, replicas: 3, readyReplicas: 3}", ClusterState.Progressing, "too many")]
    [InlineData("{replicas: 2, updateStrategy: {rollingUpdate: {partition: 1}}}", "{observedGeneration: 3, replicas: 2, readyReplicas: 2, updatedReplicas: 1, currentRevision: a, updateRevision: b}", ClusterState.Ready, "")]
    [InlineData("{replicas: 2, updateStrategy: {rollingUpdate: {partition: 1}}}", "{observedGeneration: 3, replicas: 2, readyReplicas: 2, updatedReplicas: 0, currentRevision: a, updateRevision: b}", ClusterState.Progressing, "0 of 1 pods are up to date")]
    [InlineData("{replicas: 2, updateStrategy: {type: OnDelete}}", "{observedGeneration: 3, replicas: 2, readyReplicas: 2, updatedReplicas: 0, currentRevision: a, updateRevision: b}", ClusterState.Ready, "")]
    [InlineData("{replicas: 2, updateStrategy: {type: OnDelete}}", "{observedGeneration: 3, replicas: 2, readyReplicas: 0}", ClusterState.Progressing, "0 of 2")]
    [InlineData("{replicas: 0}", "{observedGeneration: 3}", ClusterState.Ready, "")]
    public void A_stateful_set_counts_ready_pods_before_updated_ones(string spec, string status, ClusterState state, string says) =>
        Judge($$"""{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: lab, uid: s, generation: 3}, spec: {{spec}}, status: {{status}} }""", state, says);

    [Fact]
    public void A_stateful_set_that_is_refused_its_pods_fails_until_one_is_made()
    {
        const string Set = "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: lab, uid: s}, spec: {replicas: 1}, status: {}}";
        var refused = Event("StatefulSet", "lab", "FailedCreate", """create Pod lab-0 in StatefulSet lab failed error: pods "lab-0" is forbidden: error looking up service account ana-lab/runner: serviceaccount "runner" not found""");

        var failed = new Namespace(Documents(Set, refused)).Assess();
        failed.State.Should().Be(ClusterState.Failed);
        failed.Cause.Summary.Should().Be("Service account `runner` does not exist.");

        new Namespace(Documents(Set, refused, Event("StatefulSet", "lab", "SuccessfulCreate", "created", "2026-11-22T11:59:30Z", "Normal"))).Assess().State.Should().Be(ClusterState.Progressing);
    }

    [Theory]
    [InlineData("{desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2}", ClusterState.Ready, "")]
    [InlineData("{desiredNumberScheduled: 2, updatedNumberScheduled: 1, numberAvailable: 2}", ClusterState.Progressing, "1 of 2 pods are up to date")]
    [InlineData("{desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1}", ClusterState.Progressing, "1 of 2 pods are ready")]
    [InlineData("{}", ClusterState.Progressing, "not known")]
    public void A_daemon_set_is_measured_by_its_nodes(string status, ClusterState state, string says) =>
        Judge($$"""{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent, uid: a}, spec: {}, status: {{status}} }""", state, says);

    [Fact]
    public void A_daemon_set_without_nodes_is_ready_and_says_so()
    {
        var assessment = new Namespace("{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent}, status: {desiredNumberScheduled: 0}}").Assess();
        assessment.State.Should().Be(ClusterState.Ready);
        assessment.Objects.Single().Message.Should().Be("No node matches: it runs nowhere.");
    }

    [Theory]
    [InlineData("{}", "{active: 1}", ClusterState.Progressing, "Runs.")]
    [InlineData("{completions: 3}", "{succeeded: 1}", ClusterState.Progressing, "1 of 3 completions")]
    [InlineData("{}", "{conditions: [{type: Complete, status: 'True'}]}", ClusterState.Ready, "")]
    [InlineData("{}", "{conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded}]}", ClusterState.Failed, "failed too often")]
    [InlineData("{}", "{conditions: [{type: Failed, status: 'True', reason: DeadlineExceeded}]}", ClusterState.Failed, "longer than it may")]
    [InlineData("{suspend: true}", "{}", ClusterState.Suspended, "Suspended")]
    public void A_job_is_ready_when_it_is_complete(string spec, string status, ClusterState state, string says) =>
        Judge($$"""{apiVersion: batch/v1, kind: Job, metadata: {name: setup, uid: j}, spec: {{spec}}, status: {{status}} }""", state, says);

    [Fact]
    public void A_jobs_pod_that_failed_is_tried_again_and_explains_the_job_once_it_gave_up()
    {
        static string Job(string status) => $$"""{apiVersion: batch/v1, kind: Job, metadata: {name: setup, uid: j}, spec: {}, status: {{status}} }""";
        var pod = Pod("setup-1", "j", "{phase: Failed, containerStatuses: [{name: main, restartCount: 0, state: {terminated: {exitCode: 7, reason: Error}}}]}");

        new Namespace(Documents(Job("{active: 1}"), pod)).Assess().State.Should().Be(ClusterState.Progressing);
        new Namespace(Documents(Job("{conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded}]}"), pod)).Assess().Cause.Summary.Should().Be("Container `main` ended with exit code 7.");
    }

    [Fact]
    public void A_cron_job_is_as_its_last_job()
    {
        static string Job(string name, string at, string status) => $$"""{apiVersion: batch/v1, kind: Job, metadata: {name: {{name}}, uid: {{name}}, creationTimestamp: "{{at}}", ownerReferences: [{uid: c}]}, status: {{status}} }""";
        const string Cron = "{apiVersion: batch/v1, kind: CronJob, metadata: {name: nightly, uid: c}, spec: {schedule: '@daily'}}";
        const string Bad = "{conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded}]}";
        const string Good = "{conditions: [{type: Complete, status: 'True'}]}";

        new Namespace(Cron).Assess().State.Should().Be(ClusterState.Ready);
        new Namespace(Documents(Cron, Job("one", "2026-11-20T00:00:00Z", Bad), Job("two", "2026-11-21T00:00:00Z", Good))).Assess().State.Should().Be(ClusterState.Ready);
        new Namespace(Documents(Cron, Job("one", "2026-11-20T00:00:00Z", Good), Job("two", "2026-11-21T00:00:00Z", Bad))).Assess().State.Should().Be(ClusterState.Failed);
        new Namespace(Documents(Cron, Job("one", "2026-11-20T00:00:00Z", Good), Job("two", "2026-11-21T00:00:00Z", "{active: 1}"))).Assess().State.Should().Be(ClusterState.Ready);
        new Namespace("{apiVersion: batch/v1, kind: CronJob, metadata: {name: nightly}, spec: {suspend: true}}").Assess().State.Should().Be(ClusterState.Suspended);
    }

    private static void Judge(string document, ClusterState state, string says) => new Namespace(document).Assess().ShouldBe(state, says);
}
