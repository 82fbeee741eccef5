using PipelineKit.Manifests;
using PipelineKit.Tests.Manifests.Yaml;
using Xunit;

namespace PipelineKit.Tests.Manifests.Kubernetes;

public sealed class KubernetesFinderTests
{
    private const string Pod = "apiVersion: v1\nkind: Pod\nspec:\n";
    private const string Deployment = "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n";

    [Theory]
    [InlineData(Pod + "  containers:\n  - name: a\n    image: nginx:1\n", "spec.containers[0].image | WholeReference | nginx:1 | nginx:1")]
    [InlineData(Pod + "  initContainers:\n  - image: a\n  ephemeralContainers:\n  - image: 'b:2'\n", "spec.initContainers[0].image | WholeReference | a | a\nspec.ephemeralContainers[0].image | WholeReference | b:2 | b:2")]
    [InlineData(Pod + "  volumes:\n  - name: v\n    image:\n      reference: quay.io/x/y:v2\n      pullPolicy: Always\n", "spec.volumes[0].image.reference | WholeReference | quay.io/x/y:v2 | quay.io/x/y:v2")]
    [InlineData(Deployment + "      containers:\n      - image: a:1\n      - image: b:2 # ratchet:exclude\n", "spec.template.spec.containers[0].image | WholeReference | a:1 | a:1\nspec.template.spec.containers[1].image | WholeReference | b:2 | b:2 | excluded")]
    [InlineData("apiVersion: batch/v1\nkind: CronJob\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers:\n          - image: a:1\n", "spec.jobTemplate.spec.template.spec.containers[0].image | WholeReference | a:1 | a:1")]
    [InlineData("apiVersion: v1\nkind: PodTemplate\ntemplate:\n  spec:\n    containers: [{image: a:1}]\n", "template.spec.containers[0].image | WholeReference | a:1 | a:1")]
    [InlineData("apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  spec:\n    containers:\n    - image: a:1\n- apiVersion: v1\n  kind: Event\n  image: b:1\n", "items[0].spec.containers[0].image | WholeReference | a:1 | a:1")]
    [InlineData(Pod + "  containers:\n  - image: $(IMAGE):1\n", "spec.containers[0].image | WholeReference | $(IMAGE):1 | $(IMAGE):1 | Variable")]
    [InlineData(Pod + "  containers:\n  - image: adservice\n", "spec.containers[0].image | WholeReference | adservice | adservice")]
    [InlineData(Pod + "  containers:\n  - image: CONTAINER/adService\n", "spec.containers[0].image | WholeReference | CONTAINER/adService | CONTAINER/adService | Malformed")]
    [InlineData(Pod + "  containers:\n  - &c\n    image: &i a:1\n  - image: *i\n  - *c\n", "spec.containers[0].image | WholeReference | a:1 | a:1")]
    [InlineData("---\n" + Pod + "  containers:\n  - image: a:1\n---\n# nothing\n---\n" + Pod + "  containers:\n  - image: b:1\n", "spec.containers[0].image | WholeReference | a:1 | a:1\nspec.containers[0].image | WholeReference | b:1 | b:1")]
    public void Every_place_of_a_pod_is_found(string yaml, string sites) => Assert.Equal(sites, In(yaml));

    [Theory]
    [InlineData("apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nspec:\n  image: quay.io/prometheus/prometheus:v3\n", "spec.image | WholeReference | quay.io/prometheus/prometheus:v3 | quay.io/prometheus/prometheus:v3")]
    [InlineData("apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nspec:\n  imageName: ghcr.io/cloudnative-pg/postgresql:16\n", "spec.imageName | WholeReference | ghcr.io/cloudnative-pg/postgresql:16 | ghcr.io/cloudnative-pg/postgresql:16")]
    [InlineData("apiVersion: tekton.dev/v1\nkind: Task\nspec:\n  stepTemplate:\n    image: a:1\n  steps:\n  - name: x\n    image: bash\n  - image: $(params.image)\n  sidecars:\n  - image: c:1\n", "spec.stepTemplate.image | WholeReference | a:1 | a:1\nspec.steps[0].image | WholeReference | bash | bash\nspec.sidecars[0].image | WholeReference | c:1 | c:1")]
    [InlineData("apiVersion: tekton.dev/v1beta1\nkind: PipelineRun\nspec:\n  pipelineRef:\n    name: p\n    bundle: ghcr.io/x/p:1\n", "spec.pipelineRef.bundle | WholeReference | ghcr.io/x/p:1 | ghcr.io/x/p:1")]
    [InlineData("apiVersion: tekton.dev/v1\nkind: TaskRun\nspec:\n  taskRef:\n    resolver: bundles\n    params:\n    - name: bundle\n      value: ghcr.io/x/t:1\n    - name: name\n      value: t\n", "spec.taskRef.params.bundle | WholeReference | ghcr.io/x/t:1 | ghcr.io/x/t:1")]
    [InlineData("apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec:\n  templates:\n  - name: a\n    container:\n      image: alpine:3\n  - script:\n      image: python\n  - container:\n      image: \"{{inputs.parameters.image}}\"\n", "spec.templates[0].container.image | WholeReference | alpine:3 | alpine:3\nspec.templates[1].script.image | WholeReference | python | python")]
    [InlineData("apiVersion: serving.knative.dev/v1\nkind: Service\nspec:\n  template:\n    spec:\n      containers:\n      - image: gcr.io/x/y:1\n", "spec.template.spec.containers[0].image | WholeReference | gcr.io/x/y:1 | gcr.io/x/y:1")]
    [InlineData("apiVersion: example.com/v1\nkind: Thing\nspec:\n  image: machine-name\n", "")]
    [InlineData("apiVersion: example.com/v1\nkind: Thing\nspec:\n  image: projects/debian-cloud/global/images/family/debian-12\n", "")]
    [InlineData("apiVersion: example.com/v1\nkind: Thing\nspec:\n  logo:\n    image: images/logo.png\n", "")]
    [InlineData("apiVersion: example.com/v1\nkind: Thing\nspec:\n  disk:\n    image: pool/win.qcow2\n", "")]
    [InlineData("apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\nrequest:\n  object:\n    apiVersion: v1\n    kind: Pod\n    spec:\n      containers:\n      - image: a:1\n", "")]
    [InlineData("apiVersion: example.com/v1\nkind: Thing\nspec:\n  image: Some Picture: x/y\n", "")]
    [InlineData("apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nnodes:\n- role: worker\n  image: kindest/node:v1.30\n", "nodes[0].image | WholeReference | kindest/node:v1.30 | kindest/node:v1.30")]
    public void Custom_resources_name_images_in_their_image_fields(string yaml, string sites) => Assert.Equal(sites, In(yaml));

    [Theory]
    [InlineData("apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    kustomize:\n      images:\n      - a=b:1.2\n      - c/d:1\n      - e=f\n", "spec.source.kustomize.images[0] | WholeReference | b:1.2 | b:1.2\nspec.source.kustomize.images[1] | WholeReference | c/d:1 | c/d:1\nspec.source.kustomize.images[2] | WholeReference | f | f | NoPlace")]
    [InlineData("apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  sources:\n  - helm:\n      parameters:\n      - name: image.repository\n        value: ghcr.io/x/y\n      - name: image.tag\n        value: 'v1'\n      - name: other.tag\n        value: v2\n      - name: side.image\n        value: z:1\n", "spec.sources[0].helm.parameters.image.tag | TagOnly | v1 | ghcr.io/x/y:v1\nspec.sources[0].helm.parameters.side.image | WholeReference | z:1 | z:1")]
    [InlineData("apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nspec:\n  template:\n    spec:\n      source:\n        helm:\n          valuesObject:\n            image: {repository: x, tag: v1}\n", "spec.template.spec.source.helm.valuesObject.image.tag | TagOnly | v1 | x:v1")]
    [InlineData("apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  chart:\n    spec:\n      version: 1.2.3\n  values:\n    image:\n      repository: x\n      tag: v1\n    other:\n      image: y:2\n", "spec.values.image.tag | TagOnly | v1 | x:v1\nspec.values.other.image | WholeReference | y:2 | y:2")]
    [InlineData("apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec:\n  images:\n  - name: x\n    newTag: v1\n", "spec.images[0].newTag | TagOnly | v1 | x:v1")]
    [InlineData("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nimages:\n- name: x\n  newTag: v1\n", "images[0].newTag | TagOnly | v1 | x:v1")]
    public void Argo_CD_and_Flux_have_forms_of_their_own(string yaml, string sites) => Assert.Equal(sites, In(yaml));

    [Theory]
    [InlineData("kustomize:\n  images:\n  - x:1\n", "kustomize.images[0] | WholeReference | x:1 | x:1")]
    [InlineData("helm:\n  parameters:\n  - name: image.repository\n    value: x\n  - name: image.tag\n    value: v1\n    forcestring: true\n", "helm.parameters.image.tag | TagOnly | v1 | x:v1")]
    public void Argo_CD_overrides_are_known_by_their_file_name(string yaml, string sites)
    {
        Assert.Equal(sites, Sites.In(yaml, FileKind.Kubernetes, (d, s) => KubernetesFinder.Find(d, s, []), "apps/.argocd-source-web.yaml"));
        Assert.Equal("", In(yaml));
    }

    [Theory]
    [InlineData(Pod + "  nodeName: x\nstatus:\n  containerStatuses:\n  - image: nginx:1\n    imageID: docker.io/nginx@sha256:abc\n")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {\"image\":\"nginx:1\"}\n    image: nginx:1\n  managedFields:\n  - image: nginx:1\n")]
    [InlineData("apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  versions:\n  - schema:\n      openAPIV3Schema:\n        properties:\n          image:\n            type: string\n            default: nginx:1\n    image: nginx:1\n")]
    [InlineData("apiVersion: example.com/v1\nkind: Schema\nspec:\n  properties:\n    image:\n      type: string\n      example: nginx:1\n")]
    [InlineData("apiVersion: v1\nkind: Event\nmessage: Back-off pulling image \"nginx:1\"\nimage: nginx:1\n")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\ndata:\n  image: nginx:1\n  x.yaml: |\n    image: nginx:1\n")]
    [InlineData("apiVersion: image.toolkit.fluxcd.io/v1beta2\nkind: ImageRepository\nspec:\n  image: ghcr.io/x/y\n")]
    [InlineData("apiVersion: skaffold/v4beta6\nkind: Config\nbuild:\n  artifacts:\n  - image: a/b\n")]
    [InlineData("apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nspec:\n  rules:\n  - validate:\n      pattern:\n        spec:\n          containers:\n          - image: \"ghcr.io/x:*\"\n")]
    [InlineData("apiVersion: infrastructure.cluster.x-k8s.io/v1\nkind: DOMachine\nspec:\n  image: a/b:1\n")]
    [InlineData("apiVersion: example.com/v1\nkind: Thing\nspec:\n  image:\n    repository: a/b\n    tag: '1'\n")]
    [InlineData(Pod + "  containers:\n  - name: a\n    image: \"{{ .Values.image.repository }}:{{ .Values.image.tag }}\"\n")]
    [InlineData(Pod + "  containers:\n  - name: a\n    image: {{ include \"x.image\" . }}\n")]
    [InlineData(Pod + "  containers:\n  - name: a\n    args: [--image=nginx:1]\n    env:\n    - name: IMAGE\n      value: nginx:1\n")]
    [InlineData("image: nginx:1\n")]
    [InlineData("bomFormat: CycloneDX\ncomponents:\n- image: nginx:1\n")]
    public void What_only_tells_of_images_is_left_alone(string yaml) => Assert.Equal("", In(yaml));

    [Fact]
    public void Literal_images_in_a_template_of_a_chart_are_found()
    {
        const string Template = """
            {{- if .Values.enabled }}
            apiVersion: {{ include "x.apiVersion" . }}
            kind: Deployment
            spec:
              template:
                spec:
                  {{- with .Values.pullSecrets }}
                  imagePullSecrets:
                    {{- toYaml . | nindent 8 }}
                  {{- end }}
                  containers:
                  - image: busybox:latest
                  - image: "nginx:{{ .Values.tag }}"
                  - image: {{ .Values.image | quote }}
            {{- end }}
            """;
        Assert.Equal(
            "spec.template.spec.containers[0].image | WholeReference | busybox:latest | busybox:latest\n"
            + "spec.template.spec.containers[1].image | WholeReference | nginx:{{ .Values.tag }} | nginx:{{ .Values.tag }} | Variable",
            In(Template));
    }

    [Fact]
    public void JSON_objects_are_read_like_YAML()
    {
        const string Json = "{\n\t\"kind\": \"Pod\",\n\t\"apiVersion\": \"v1\",\n\t\"spec\": {\n\t\t\"containers\": [\n\t\t\t{\"name\": \"a\", \"image\": \"nginx:1\"},\n\t\t\t{\"image\": \"quay.io\\/a\\/b:1\"}\n\t\t]\n\t},\n\t\"status\": {\"containerStatuses\": [{\"image\": \"nginx:1\"}]}\n}\n";
        Assert.Equal(
            ["spec.containers[0].image | nginx:1 | WholeReference | nginx:1", "spec.containers[1].image | quay.io/a/b:1 | WholeReference | quay.io\\/a\\/b:1 | Notation"],
            PipelineKit.Testing.Manifests.Find.Lines("deploy/pod.json", Json));
    }

    [Theory]
    [InlineData("arg:--prometheus-config-reloader=", "    args:\n    - --x\n    - --prometheus-config-reloader=quay.io/a/b:v1\n", "spec.containers[0].args[1] | WholeReference | quay.io/a/b:v1 | quay.io/a/b:v1")]
    [InlineData("arg:--image", "    args: [\"--image=a:1\", --image-policy=x, --image, 'b:2']\n", "spec.containers[0].args[0] | WholeReference | a:1 | a:1\nspec.containers[0].args[3] | WholeReference | b:2 | b:2")]
    [InlineData("arg:--image", "    command:\n    - run\n    - --image\n", "")]
    [InlineData("env:RELATED_IMAGE_*", "    env:\n    - name: RELATED_IMAGE_X\n      value: \"a:1\"\n    - name: OTHER\n      value: b:1\n    - name: RELATED_IMAGE_Y\n      valueFrom: {}\n", "spec.containers[0].env[0].value | WholeReference | a:1 | a:1")]
    [InlineData("key:*Picture", "    bigPicture: a:1\n    small: b:1\n", "spec.containers[0].bigPicture | WholeReference | a:1 | a:1")]
    public void Rules_tell_of_images_elsewhere(string rule, string container, string sites)
    {
        Assert.True(ImageRule.TryParse(rule, out var parsed));
        Assert.Equal(sites, In(Pod + "  containers:\n  - name: x\n" + container, parsed));
    }

    [Fact]
    public void A_rule_reaches_the_data_of_a_ConfigMap()
    {
        Assert.True(ImageRule.TryParse("key:sidecar-image", out var rule));
        Assert.Equal("data.sidecar-image | WholeReference | a:1 | a:1", In("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  sidecar-image: b:1\ndata:\n  sidecar-image: a:1\n", rule));
    }

    [Theory]
    [InlineData("arg:")]
    [InlineData("file:x")]
    [InlineData("x")]
    [InlineData("")]
    public void A_rule_of_another_form_is_refused(string text) => Assert.False(ImageRule.TryParse(text, out _));

    [Theory]
    [InlineData("a*c", "abbc", true)]
    [InlineData("*", "", true)]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("a*c", "abcd", false)]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "ab", false)]
    [InlineData("ab", "abc", false)]
    public void A_star_stands_for_any_characters(string pattern, string name, bool expected) =>
        Assert.Equal(expected, new ImageRule(ImageRuleKind.Key, pattern).Matches(name));

    private static string In(string yaml, params ImageRule[] rules) =>
        Sites.In(yaml, FileKind.Kubernetes, (documents, sink) => KubernetesFinder.Find(documents, sink, rules));
}
