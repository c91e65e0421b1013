/** Builds the two files of a model in OpenVINO's format. */
export class IntermediateModelFiles {
  private readonly bytes: number[] = [];
  private readonly layers: string[] = [];
  private readonly edges: string[] = [];
  private count = 0;

  layer(type: string, data = '', inputs: readonly number[] = [], name = `layer ${this.count}`): number {
    this.layers.push(
      `<layer id="${this.count}" name="${name}" type="${type}" version="opset1">\n<data ${data}/><output/></layer>`,
    );
    inputs.forEach((from, port) =>
      this.edges.push(
        `<edge from-layer="${from}" from-port="0" to-layer="${this.count}" to-port="${port}"/>`,
      ),
    );
    return this.count++;
  }

  constant(type: 'f16' | 'f32' | 'i64', shape: readonly number[], values: readonly number[]): number {
    const size = { f16: 2, f32: 4, i64: 8 }[type];
    const view = new DataView(new ArrayBuffer(size * values.length));
    values.forEach((value, i) => {
      if (type === 'f16') view.setUint16(i * size, value, true);
      else if (type === 'f32') view.setFloat32(i * size, value, true);
      else view.setBigInt64(i * size, BigInt(value), true);
    });
    const data = `element_type="${type}" shape="${shape.join(', ')}" offset="${this.bytes.length}" size="${view.byteLength}"`;
    this.bytes.push(...new Uint8Array(view.buffer));
    return this.layer('Const', data);
  }

  files(result: number): [xml: string, weights: Uint8Array] {
    this.layer('Result', '', [result]);
    /* Readers must not rely on the order of layers or edges. */
    const xml = `<net><layers>${this.layers.toReversed().join('')}</layers><edges>${this.edges.toReversed().join('')}</edges></net>`;
    return [xml, Uint8Array.from(this.bytes)];
  }
}
